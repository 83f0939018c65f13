/* check.h - arithmetic that several identifier checks share. Internal to the engine. */
#ifndef CS_ENGINE_CHECK_H
#define CS_ENGINE_CHECK_H

#include <glib.h>

#define CS_CHECK_DIGITS 40

/* text is exactly n digits: their values in ret_digits (room for CS_CHECK_DIGITS). */
gboolean cs_check_digits(const char *text, gsize size, guint n, guint8 *ret_digits);
/* As above for any count between min and max; returns the count, 0 when text is something else. */
guint cs_check_some_digits(const char *text, gsize size, guint min, guint max, guint8 *ret_digits);
/* Digits first to first + count as a number (count <= 18). */
guint64 cs_check_number(const guint8 *digits, guint first, guint count);
gboolean cs_check_luhn(const guint8 *digits, guint n);
gboolean cs_check_verhoeff(const guint8 *digits, guint n); /* last digit is the check digit */
gboolean cs_check_mod11_10(const guint8 *digits, guint n); /* ISO 7064 */
gboolean cs_check_all_same(const guint8 *digits, guint n);
/* Sum of the first n digits times weights. */
guint cs_check_weighted(const guint8 *digits, const guint8 *weights, guint n);
/* A day of the calendar; year 0: unknown, 29 February passes. */
gboolean cs_check_day(guint year, guint month, guint day);
/* YYMMDD: some century makes it a day. */
gboolean cs_check_short_day(guint yy, guint month, guint day);

/* Checks of persons' national numbers (check_national.c). */
gboolean cs_check_fr_nir(const char *text, gsize size);
gboolean cs_check_fr_spi(const char *text, gsize size);
gboolean cs_check_be_niss(const char *text, gsize size);
gboolean cs_check_lu(const char *text, gsize size);
gboolean cs_check_ch_ahv(const char *text, gsize size);
gboolean cs_check_de_steuerid(const char *text, gsize size);
gboolean cs_check_es_dni(const char *text, gsize size);
gboolean cs_check_es_nie(const char *text, gsize size);
gboolean cs_check_it_cf(const char *text, gsize size);
gboolean cs_check_nl_bsn(const char *text, gsize size);
gboolean cs_check_pt_nif(const char *text, gsize size);
gboolean cs_check_uk_nino(const char *text, gsize size);
gboolean cs_check_uk_nhs(const char *text, gsize size);
gboolean cs_check_ie_pps(const char *text, gsize size);
gboolean cs_check_pesel(const char *text, gsize size);
gboolean cs_check_se(const char *text, gsize size);
gboolean cs_check_no(const char *text, gsize size);
gboolean cs_check_dk(const char *text, gsize size);
gboolean cs_check_fi(const char *text, gsize size);
gboolean cs_check_at(const char *text, gsize size);
gboolean cs_check_ro(const char *text, gsize size);
gboolean cs_check_cz(const char *text, gsize size);
gboolean cs_check_gr(const char *text, gsize size);
gboolean cs_check_bg(const char *text, gsize size);
gboolean cs_check_ee_lt(const char *text, gsize size);
gboolean cs_check_hr(const char *text, gsize size);
gboolean cs_check_si(const char *text, gsize size);
gboolean cs_check_ssn(const char *text, gsize size);
gboolean cs_check_itin(const char *text, gsize size);
gboolean cs_check_ca_sin(const char *text, gsize size);
gboolean cs_check_cpf(const char *text, gsize size);
gboolean cs_check_aadhaar(const char *text, gsize size);
gboolean cs_check_pan(const char *text, gsize size);

/* Checks of companies, money, devices, contact, dates (check_other.c). */
gboolean cs_check_siren(const char *text, gsize size);
gboolean cs_check_siret(const char *text, gsize size);
gboolean cs_check_fr_vat(const char *text, gsize size);
gboolean cs_check_iban(const char *text, gsize size);
gboolean cs_check_bic(const char *text, gsize size);
gboolean cs_check_luhn_text(const char *text, gsize size);
gboolean cs_check_card(const char *text, gsize size);
gboolean cs_check_imei(const char *text, gsize size);
gboolean cs_check_ean13(const char *text, gsize size);
gboolean cs_check_ipv4(const char *text, gsize size);
gboolean cs_check_ipv6(const char *text, gsize size);
gboolean cs_check_mac(const char *text, gsize size);
gboolean cs_check_uuid(const char *text, gsize size);
gboolean cs_check_email(const char *text, gsize size);
gboolean cs_check_phone(const char *text, gsize size);
gboolean cs_check_fr_phone(const char *text, gsize size);
gboolean cs_check_date(const char *text, gsize size);
gboolean cs_check_postal_fr(const char *text, gsize size);
gboolean cs_check_plate_fr(const char *text, gsize size);
gboolean cs_check_coordinates(const char *text, gsize size);

#endif
