tool "a$" 'b$' c$
tool "$(echo x)$"
