"""What agents type, key by key."""

from __future__ import annotations

TYPED = """
退款 退货 换货 运费险 七天无理由 退款到账 电子发票 收货地址 价格保护 以旧换新 质量问题 扫地机器人 找回密码
平台介入 自动确认收货 先行赔付 物流单号 微信支付 会员等级 生鲜坏果 偏远地区 refund warranty tracking bluetooth
password customs invoice escalation
""".split()  # noqa: SIM905 - reads better than a list of strings
PHRASES = (
    "退款 到账 时效",
    "运费险 赔付",
    "refund policy",
    "X20Pro 保修期",
    "蓝牙耳机 warranty",
    "退货地址 修改",
    "发票 税号",
)


def keystrokes() -> list[str]:
    """Return what stands in the field after each key of the typed queries."""
    return [text[:end] for text in (*TYPED, *PHRASES) for end in range(1, len(text) + 1) if text[end - 1] != " "]
