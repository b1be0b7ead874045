# Corriger dans un conteneur ; docs/securite.md donne les options dont le bac à sable a besoin.
FROM python:3.13-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/autograder
COPY . .
RUN pip install --no-cache-dir -c requirements.lock setuptools \
    && pip install --no-cache-dir --no-deps -c requirements.lock \
        --extra-index-url https://download.pytorch.org/whl/cpu torch \
    && pip install --no-cache-dir --no-build-isolation -c requirements.lock -e ".[enseignant]"

# Not root: bubblewrap then builds the jail in a user namespace, without any capability.
USER 1000:1000
ENV HOME=/tmp USER=enseignant
WORKDIR /cours
ENTRYPOINT ["autograder"]
CMD ["doctor"]
