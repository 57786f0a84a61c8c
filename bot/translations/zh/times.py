"""Times as people type them, and what is wrong with one."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "{time} is beyond the calendar.": "{time} 超出了日历范围。",
    '"{time}" is not in the calendar: {why}.': "日历上没有“{time}”：{why}。",
    '"{time}" is not a time; write it like 2026-11-23 08:00, monday 08:00, tomorrow 08:00, 08:00, '
    "+2h or now.":
        "“{time}”不是时间。请写成 2026-11-23 08:00、monday 08:00、tomorrow 08:00、08:00、"
        "+2h 或 now。",
    '"{day}" is not a day; write it like 2026-11-23 08:00, monday 08:00, tomorrow 08:00, 08:00, '
    "+2h or now.":
        "“{day}”不是日子。请写成 2026-11-23 08:00、monday 08:00、tomorrow 08:00、08:00、"
        "+2h 或 now。",
    '"{day}" is not a day; did you mean {meant}?': "“{day}”不是日子。是不是 {meant}？",
    '"{day}" is not a day of the week.': "“{day}”不是星期几。",
    '"{day}" is not a day of the week. Did you mean {meant}?':
        "“{day}”不是星期几。是不是 {meant}？",
    "{time} does not exist in {zone}: the clocks go from {last} to {first}.":
        "{zone} 没有 {time} 这个时间：时钟从 {last} 直接拨到 {first}。",
    "{time} is past; it is {now} in {zone} now.": "{time} 已经过去，{zone} 现在是 {now}。",
    "{time} comes twice in {zone}; the first is taken": "{zone} 有两个 {time}，取前一个",
    "{time} comes twice in {zone}; the second is taken, as the first is past":
        "{zone} 有两个 {time}，前一个已经过去，取后一个",
    '"{time}" is not a time of day; write it like 08:00.': "“{time}”不是钟点。请写成 08:00。",
    '"{zone}" is not a time zone.': "没有“{zone}”这个时区。",
    '"{zone}" is not a time zone. Did you mean {meant}?': "没有“{zone}”这个时区。是不是 {meant}？",
    '"{length}" needs a unit: s, m, h or d, as in 30m.':
        "“{length}”缺少单位：s、m、h 或 d，例如 30m。",
    '"{length}" is not a length of time; write it like 30m, 2h or 1h30m.':
        "“{length}”不是时长。请写成 30m、2h 或 1h30m。",
    '"{length}" is more than a year.': "“{length}”超过了一年。",
}  # fmt: skip
