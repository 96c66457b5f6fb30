/** A Deployment as people write it before they think of production; the walkthrough opens it. */
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
