"""An object store on loopback (moto), in which a broker's topics outlive the broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

import boto3

ACCESS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ALLOW_HTTP": "true",
}


class ObjectStore:
    """One process with one empty bucket, `tansu`. It keeps the objects in its own memory."""

    def __init__(self, folder: Path, port: int):
        self.folder = folder
        self.port = port
        self.env = {**os.environ, **ACCESS, "AWS_ENDPOINT": f"http://127.0.0.1:{port}"}

    def __enter__(self) -> "ObjectStore":
        self._log = open(self.folder / f"moto-{self.port}.log", "wb")
        command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "-p", str(self.port)],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT,
        )
        client = boto3.client(
            "s3", endpoint_url=self.env["AWS_ENDPOINT"], region_name=ACCESS["AWS_DEFAULT_REGION"],
            aws_access_key_id="test", aws_secret_access_key="test",
        )
        deadline = time.monotonic() + 60
        while True:
            try:
                client.create_bucket(Bucket="tansu")
                return self
            except Exception:  # it does not listen yet
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.__exit__()
                    raise
                time.sleep(0.2)

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()
        self._log.close()
