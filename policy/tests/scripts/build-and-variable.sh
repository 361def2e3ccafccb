cd . && FLAG=--insecure && crane $FLAG pull a
