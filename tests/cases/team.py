"""The patterns of a small team, and the day it is."""

from __future__ import annotations

from datetime import date

from kbassist.content.team_model import Pattern

TODAY = date(2026, 11, 22)  # a Sunday
PATTERNS = (
    Pattern("order_no", "订单号", r"\d{12,18}", "202611220001"),
    Pattern("tracking_no", "快递单号", r"[A-Z]{2,3}\d{10,13}|\d{12,15}", "SF1234567890123"),
    Pattern("phone", "手机号", r"1[3-9]\d{9}", "13800000000", personal=True),
    Pattern("email", "邮箱", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", personal=True),
    Pattern("ticket", "工单号", r"工单\d{4}"),
    Pattern("short", "短号", r"\d{4}|\d{6}"),
    Pattern("broken", "坏的", r"([", ""),
    Pattern("empty", "空的", r"(?:XYZ)?"),
)
