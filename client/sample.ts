/** A typical first Deployment with findings. The walkthrough opens it. */
export const sample = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  annotations:
    prometheus.io/port: 8080
spec:
  replicas: 2
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      containers:
        - name: shop
          image: nginx
          ports:
            - containerPort: 8080
`;
