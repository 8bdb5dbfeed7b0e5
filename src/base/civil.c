#include "base/civil.h"

int64_t days_from_civil(int64_t year, int month, int day) {
        /* Years that begin in March put the leap day last: 400 of them have 146097 days. */
        year += (month - 1) / 12;
        month = (month - 1) % 12 + 1;
        if (month < 1) {
                month += 12;
                year--;
        }
        if (month <= 2) {
                month += 12;
                year--;
        }
        int64_t era = (year >= 0 ? year : year - 399) / 400;
        int64_t of_era = year - era * 400;
        int64_t of_year = (153 * (month - 3) + 2) / 5 + day - 1;
        return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day) {
        days += 719468;
        int64_t era = (days >= 0 ? days : days - 146096) / 146097;
        int64_t of_era = days - era * 146097;
        int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
        int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
        int64_t month = (5 * of_year + 2) / 153;
        *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
        *ret_month = (int)(month < 10 ? month + 3 : month - 9);
        *ret_year = year + era * 400 + (*ret_month <= 2);
}

int days_in_month(int64_t year, int month) {
        static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        return month == 2 && year_is_leap(year) ? 29 : days[month - 1];
}
