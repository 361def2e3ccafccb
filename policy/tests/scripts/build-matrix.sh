for image in app web; do for tag in 1 2; do docker push "registry.example.com/$image:$tag"; done; done
