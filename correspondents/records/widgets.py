"""The widgets of our forms."""

from django import forms


class DayInput(forms.DateInput):
    """A day, picked in the browser's own calendar: browsers read and write it as ISO."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """An hour, picked in the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")
