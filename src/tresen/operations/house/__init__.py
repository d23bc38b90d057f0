"""The house: shop, tills, VAT rates and everything an owner may switch."""
