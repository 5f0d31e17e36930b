"""Forms: the shape and wording of what people type, one module beside each module of screens."""
