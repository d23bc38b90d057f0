"""The practice shop: an invented German grocer with goods, people, stock and tills, and real baskets to replay."""
