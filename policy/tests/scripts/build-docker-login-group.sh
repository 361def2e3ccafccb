{ echo CANARY-pass; } | docker login -u robot --password-stdin
(printf 'CANARY-%s\n' pass) | docker login -u robot --password-stdin
