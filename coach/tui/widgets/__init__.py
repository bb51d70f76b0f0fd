"""What the screens are made of: one module a form, an exhibit family or a part of the frame."""
