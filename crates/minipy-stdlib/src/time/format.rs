//! `strftime` and `asctime` in the C locale.

use super::calendar::Broken;

pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day_name(broken: &Broken) -> &'static str {
    DAYS[broken.week_day.rem_euclid(7) as usize]
}

fn month_name(broken: &Broken) -> &'static str {
    MONTHS[(broken.month - 1).rem_euclid(12) as usize]
}

/// `time.asctime`
pub(super) fn asctime(broken: &Broken) -> String {
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        &day_name(broken)[..3],
        &month_name(broken)[..3],
        broken.day,
        broken.hour,
        broken.minute,
        broken.second,
        broken.year
    )
}

/// `time.strftime`; the format is WTF-8.
pub(super) fn strftime(format: &[u8], broken: &Broken, zone: &str, offset: i32) -> Vec<u8> {
    let mut out = Vec::with_capacity(format.len() * 2);
    let mut at = 0;
    while at < format.len() {
        let byte = format[at];
        at += 1;
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let start = at - 1;
        let mut pad = None;
        while let Some(&flag) = format.get(at).filter(|f| matches!(f, b'-' | b'_' | b'0' | b'^' | b'#')) {
            pad = Some(flag);
            at += 1;
        }
        let mut width = 0;
        while let Some(digit) = format.get(at).filter(|f| f.is_ascii_digit()) {
            width = (width * 10 + usize::from(digit - b'0')).min(1000);
            at += 1;
        }
        // E and O ask for other representations, which the C locale does not have.
        if matches!(format.get(at), Some(b'E' | b'O')) {
            at += 1;
        }
        let Some(&code) = format.get(at) else {
            out.extend_from_slice(&format[start..]);
            break;
        };
        at += 1;
        match field(code, broken, zone, offset, pad) {
            Some(text) => {
                let missing = width.saturating_sub(text.chars().count());
                let numeric = text.bytes().all(|b| b.is_ascii_digit());
                let fill = if numeric && pad != Some(b'_') || pad == Some(b'0') { b'0' } else { b' ' };
                out.extend(std::iter::repeat_n(fill, missing));
                out.extend_from_slice(text.as_bytes());
            }
            None => out.extend_from_slice(&format[start..at]),
        }
    }
    out
}

fn number(value: i64, width: usize, fill: u8, pad: Option<u8>) -> String {
    match pad.unwrap_or(fill) {
        b'-' => value.to_string(),
        b'_' | b' ' => format!("{value:width$}"),
        _ => format!("{value:0width$}"),
    }
}

fn field(code: u8, t: &Broken, zone: &str, offset: i32, pad: Option<u8>) -> Option<String> {
    let two = |value: i64| number(value, 2, b'0', pad);
    let recurse = |format: &str| String::from_utf8_lossy(&strftime(format.as_bytes(), t, zone, offset)).into_owned();
    let hour12 = (t.hour + 11).rem_euclid(12) + 1;
    let text = match code {
        b'a' => day_name(t)[..3].to_owned(),
        b'A' => day_name(t).to_owned(),
        b'b' | b'h' => month_name(t)[..3].to_owned(),
        b'B' => month_name(t).to_owned(),
        b'c' => recurse("%a %b %e %H:%M:%S %Y"),
        b'C' => two(t.year.div_euclid(100)),
        b'd' => two(t.day),
        b'D' => recurse("%m/%d/%y"),
        b'e' => number(t.day, 2, b' ', pad),
        b'F' => recurse("%Y-%m-%d"),
        b'g' => two(t.iso_week().0.rem_euclid(100)),
        b'G' => t.iso_week().0.to_string(),
        b'H' => two(t.hour),
        b'I' => two(hour12),
        b'j' => number(t.year_day, 3, b'0', pad),
        b'k' => number(t.hour, 2, b' ', pad),
        b'l' => number(hour12, 2, b' ', pad),
        b'm' => two(t.month),
        b'M' => two(t.minute),
        b'n' => "\n".to_owned(),
        b'p' => if t.hour >= 12 { "PM" } else { "AM" }.to_owned(),
        b'P' => if t.hour >= 12 { "pm" } else { "am" }.to_owned(),
        b'r' => recurse("%I:%M:%S %p"),
        b'R' => recurse("%H:%M"),
        b's' => (t.timestamp() - i64::from(offset)).to_string(),
        b'S' => two(t.second),
        b't' => "\t".to_owned(),
        b'T' | b'X' => recurse("%H:%M:%S"),
        b'u' => (t.week_day.rem_euclid(7) + 1).to_string(),
        b'U' => two((t.year_day - 1 + 7 - (t.week_day + 1).rem_euclid(7)) / 7),
        b'V' => two(t.iso_week().1),
        b'w' => (t.week_day + 1).rem_euclid(7).to_string(),
        b'W' => two((t.year_day - 1 + 7 - t.week_day.rem_euclid(7)) / 7),
        b'x' => recurse("%m/%d/%y"),
        b'y' => two(t.year.rem_euclid(100)),
        b'Y' => match pad {
            Some(b'-') | None => t.year.to_string(),
            _ => format!("{:04}", t.year),
        },
        b'z' => {
            let minutes = offset.abs() / 60;
            format!("{}{:02}{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
        }
        b'Z' => zone.to_owned(),
        b'%' => "%".to_owned(),
        _ => return None,
    };
    Some(if pad == Some(b'^') { text.to_uppercase() } else { text })
}
