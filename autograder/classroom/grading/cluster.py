"""Workers on other machines: those of a Dask cluster, which distributes, retries and gathers."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from autograder.classroom.grading.judge import Order
from autograder.classroom.grading.lanes import alone
from autograder.classroom.grading.parcel import environment, pack, remotely
from autograder.errors import AutograderError, UsageError

ANSWER_SECONDS = 10
NOT_INSTALLED = (
    "Un cluster demande Dask, qui n'est pas installé : pip install 'autograder-q[cluster]'."
)


@contextlib.contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler started on this machine, with workers of one copy each.

    Raises UsageError without Dask.
    """
    try:
        from distributed import LocalCluster
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        silence_logs=logging.ERROR,  # workers that end slowly are killed, which is no news
    ) as found:
        yield found.scheduler_address


class Cluster:
    """The workers of a Dask scheduler, each of which judges one copy at a time.

    Use as a context manager. address: tcp://… or tls://…. Raises UsageError when there is no such
    cluster, or when its machines would not judge the assignment as this one does.
    """

    def __init__(self, address: str, assignment: str):
        self._client = _client(address)
        try:
            self.slots = self._require_alike(address, assignment)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._client.close()

    def each(self, task: Callable, items: Iterable[Order]) -> Iterator[tuple[Order, Future]]:
        """Call `task(item)` for each; yield it with its future once it is done.

        A worker that dies loses its call to another. `died` tells of a call whose workers died as
        often as the scheduler allows.
        """
        from distributed import as_completed

        waiting, running = iter(items), {}
        done = as_completed(loop=self._client.loop)

        def send(count):
            for order in itertools.islice(waiting, count):
                future = self._client.submit(remotely, task, pack(order), pure=False)
                running[future] = order
                done.add(future)

        try:
            send(self.slots)  # one each: those that wait beside a deadly one would be suspected
            for future in done:
                order = running.pop(future)
                send(1)
                yield order, _gathered(future)
        finally:
            self._client.cancel(list(running))

    def alone(self, task: Callable, item: Any) -> Future:
        """Call `task(item)` on this machine, in a fresh process."""
        return alone(task, item)

    def _require_alike(self, address: str, assignment: str) -> int:
        """How many workers there are; all of them must be as this machine."""
        here, found = environment(assignment), {}
        try:
            found = self._client.run(environment, assignment)
        except Exception as error:  # of the other side: a module that is not there, for instance
            raise UsageError(
                f"Les ouvriers de « {address} » n'ont pas ce correcteur : installez-y la même "
                f"version ({type(error).__name__} : {error})."
            ) from error
        if not found:
            raise UsageError(
                f"L'ordonnanceur « {address} » n'a pas d'ouvrier : lancez-en, par exemple avec "
                f"« dask worker {address} --nthreads 1 »."
            )
        for worker, theirs in sorted(found.items()):
            unlike = [part for part, value in here.items() if theirs.get(part) != value]
            if unlike:
                raise UsageError(
                    f"L'ouvrier « {worker} » diffère de cette machine ({', '.join(unlike)}) : les "
                    "notes dépendraient de la machine. Installez-y la même version."
                )
        return len(found)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(NOT_INSTALLED) from error
    try:
        # First, for a client that finds nobody is ended by its finaliser, at a moment that nobody
        # chooses: in the midst of another one's start, both wait for ever.
        asyncio.run(_hear(address))
        return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, MemoryError) as error:
        # Dask's, for no answer, for no address, and for an answer that is not a scheduler's
        certified = " et le certificat (distributed.comm.tls)" if address.startswith("tls:") else ""
        raise UsageError(
            f"Aucun ordonnanceur Dask ne répond à « {address} » : lancez « dask scheduler », ou "
            f"vérifiez l'adresse (tcp://machine:8786){certified}."
        ) from error


async def _hear(address: str) -> None:
    """Wait until something answers as Dask does, with the certificate that is configured."""
    from distributed.comm import connect
    from distributed.security import Security

    certificate = Security().get_connection_args("client")
    comm = await connect(address, timeout=ANSWER_SECONDS, **certificate)
    await comm.close()


def _gathered(future: Any) -> Future:
    """A future of Dask's as the lanes have them."""
    from distributed import KilledWorker

    plain: Future = Future()
    if future.status in ("cancelled", "lost"):
        raise AutograderError(
            "L'ordonnanceur ne répond plus. La même commande, relancée, reprend où elle en était."
        )
    error = future.exception()
    if isinstance(error, KilledWorker):
        error = BrokenProcessPool(str(error))
    if error is not None:
        plain.set_exception(error)
    else:
        plain.set_result(future.result())
    return plain
