"""What only demonstrates or measures: an app without models, installed except in production."""
