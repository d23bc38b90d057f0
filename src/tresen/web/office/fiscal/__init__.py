"""The office area "Finanzamt": what the tax office asks for. One module for each section; see `registered`."""
