"""embed.py OUT NAME=FILE… - ASCII text files as C arrays. No minifier: what a browser gets is what a reviewer reads."""
import sys

with open(sys.argv[1], "w", encoding="ascii") as out:
    for argument in sys.argv[2:]:
        name, _, path = argument.partition("=")
        with open(path, encoding="ascii") as text:
            codes = list(text.read().encode()) + [0]
        out.write(f"extern const char {name}[];\nconst char {name}[] = {{\n")
        for i in range(0, len(codes), 32):
            out.write("    " + ", ".join(map(str, codes[i:i + 32])) + ",\n")
        out.write("};\n")
