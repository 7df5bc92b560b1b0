//! Calendar arithmetic: seconds since 1970 to date and time and back (proleptic Gregorian calendar).

/// A broken-down time, with Python's conventions: months from 1, Monday is 0, days of the year from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub week_day: i64,
    pub year_day: i64,
    pub is_dst: i64,
}

/// Days from 1970-01-01 to a date; the month may be out of range.
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted = (month + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Whether a year has 366 days.
pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The year of a timestamp (already shifted to its zone).
pub(super) fn year_of(seconds: i64) -> i64 {
    civil_from_days(seconds.div_euclid(86_400)).0
}

/// The broken-down time of a timestamp (already shifted to its zone); `None` if the year does not fit C's `int`.
pub(super) fn from_timestamp(seconds: i64, is_dst: i32) -> Option<Broken> {
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    let (year, month, day) = civil_from_days(days);
    i32::try_from(year).ok()?;
    Some(Broken {
        year,
        month,
        day,
        hour: rest / 3600,
        minute: rest / 60 % 60,
        second: rest % 60,
        week_day: (days + 3).rem_euclid(7),
        year_day: days - days_from_civil(year, 1, 1) + 1,
        is_dst: i64::from(is_dst),
    })
}

impl Broken {
    pub(super) fn fields(&self) -> [i64; 9] {
        [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.week_day,
            self.year_day,
            self.is_dst,
        ]
    }

    pub(super) fn from_fields(fields: [i64; 9]) -> Broken {
        let [year, month, day, hour, minute, second, week_day, year_day, is_dst] = fields;
        Broken { year, month, day, hour, minute, second, week_day, year_day, is_dst }
    }

    /// The timestamp as if the time were UTC; fields may be out of range.
    pub(super) fn timestamp(&self) -> i64 {
        let days = days_from_civil(self.year, self.month, 1) + self.day - 1;
        days * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }

    /// The ISO week's year and number.
    pub(super) fn iso_week(&self) -> (i64, i64) {
        let week_day = self.week_day.rem_euclid(7);
        let week = (self.year_day - 1 - week_day + 10) / 7;
        if week < 1 {
            let year = self.year - 1;
            return (year, weeks_in(year));
        }
        if week > weeks_in(self.year) { (self.year + 1, 1) } else { (self.year, week) }
    }
}

fn weeks_in(year: i64) -> i64 {
    let first = (days_from_civil(year, 1, 1) + 3).rem_euclid(7);
    if first == 3 || first == 2 && is_leap(year) { 53 } else { 52 }
}
