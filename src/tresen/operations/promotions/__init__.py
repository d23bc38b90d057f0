"""Promotions, price lists and coupons: how they are kept, limited and tried."""
