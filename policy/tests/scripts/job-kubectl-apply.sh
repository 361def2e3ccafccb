kubectl apply -f - <<EOF
apiVersion: v1
kind: ConfigMap
metadata: {name: "it's $(tool name)"}
EOF
kubectl get pods
