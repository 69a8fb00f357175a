"""Prepares what a node runs from: jars by Maven, the compiled harness, a class archive for quick starts."""

import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.real.cache import cache_folder, cache_lock
from tests.real.jdks import Jdk, ToolsMissing, find_jdk

_HERE = Path(__file__).parent
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_NODE_FLAGS = (
    "-Xms128m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Des.set.netty.runtime.available.processors=false",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",
)
# No limit to the quick compiler here: the time goes into deriving the key, which it makes twice as slow.
# The console switch keeps JDK 22 and later from calling a pipe a terminal.
_KEYSTORE_FLAGS = ("-XX:+UseSerialGC", "-Djdk.console=java.base")


@dataclass(frozen=True, slots=True)
class Kit:
    """All that is needed to run nodes of one version; `archive` is a class data archive or absent."""

    version: str
    jdk: Jdk
    class_path: str
    archive: Path | None = None
    extra_flags: tuple[str, ...] = ()

    def node_command(self, home: Path, config: Path) -> list[str]:
        """The command line of a node."""
        archive = [f"-XX:SharedArchiveFile={self.archive}"] if self.archive else []
        flags = [*_NODE_FLAGS, *archive, *self.extra_flags]
        main = "org.elasticsearch.node.NodeLauncher"
        return [str(self.jdk.java), *flags, "-cp", self.class_path, main, str(home), str(config)]

    def keystore_script(self) -> str:
        """The text of an executable `bin/elasticsearch-keystore`."""
        java = " ".join([f"'{self.jdk.java}'", *_KEYSTORE_FLAGS, "-cp", f"'{self.class_path}'"])
        return (
            "#!/bin/sh\n"
            "set -e\n"
            'ES_HOME=$(cd "$(dirname "$0")/.." && pwd)\n'
            'ES_PATH_CONF=$(cd "${ES_PATH_CONF:-$ES_HOME/config}" && pwd)\n'
            "export ES_PATH_CONF\n"
            "unset JAVA_TOOL_OPTIONS\n"
            'cd "$ES_HOME"\n'
            f'exec {java} harness.KeystoreTool "$@"\n'
        )


@functools.cache
def prepare_kit(version: str) -> Kit:
    """Fetches and compiles on first use; raises ToolsMissing when Java or Maven or a jar is not to be had."""
    jdk = find_jdk(version)
    # One lock for all versions: two Mavens must not write the same local repository.
    with cache_lock("kit"):
        jars = _class_path(version, jdk)
        harness = _harness_jar(version, jdk, jars)
    return Kit(version, jdk, f"{harness}{os.pathsep}{jars}")


def with_archive(kit: Kit, train: Callable[[Kit, Path], None]) -> Kit:
    """Adds a class data archive; `train` starts and cleanly stops one node of the given kit in the given folder."""
    if os.environ.get("RCW_TEST_NO_ARCHIVE") == "1":
        return kit
    folder = cache_folder() / kit.version
    archive = folder / f"node-{_digest(kit.jdk.build, kit.class_path, *_NODE_FLAGS)}.jsa"
    with cache_lock(f"archive-{kit.version}"):
        if not archive.exists():
            for outdated in folder.glob("node-*.jsa"):
                outdated.unlink()
            with tempfile.TemporaryDirectory(dir=folder, prefix="training-") as work:
                fresh = Path(work) / "node.jsa"
                train(replace(kit, extra_flags=(f"-XX:ArchiveClassesAtExit={fresh}",)), Path(work))
                if not fresh.exists():
                    raise RuntimeError(f"The JVM wrote no class archive for Elasticsearch {kit.version}.")
                fresh.replace(archive)
    return replace(kit, archive=archive)


def _class_path(version: str, jdk: Jdk) -> str:
    pom = _HERE / f"pom-{version.split('.')[0]}.xml"
    text = pom.read_text(encoding="utf-8")
    if f"<elasticsearch.version>{version}<" not in text:
        raise ToolsMissing(f"{pom.name} does not name Elasticsearch {version}.")
    listing = cache_folder() / version / f"class-path-{_digest(text)}.txt"
    if listing.exists():
        known = listing.read_text(encoding="utf-8")
        if all(Path(jar).exists() for jar in known.split(os.pathsep)):
            return known
    maven = shutil.which("mvn")
    if maven is None:
        raise ToolsMissing("Maven (mvn) was not found on the PATH.")
    listing.parent.mkdir(parents=True, exist_ok=True)
    # Maven would write next to the pom what belongs to the cache.
    command = [maven, "-B", "-q", "-f", str(pom), f"{_PLUGIN}:build-classpath", f"-Dmdep.outputFile={listing}"]
    environment = {**os.environ, "JAVA_HOME": str(jdk.home)}
    for offline in (["-o"], []):
        done = subprocess.run([*command, *offline], env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return listing.read_text(encoding="utf-8")
    raise ToolsMissing(f"Maven could not fetch Elasticsearch {version}: {done.stdout.strip()[:400]}")


def _harness_jar(version: str, jdk: Jdk, jars: str) -> Path:
    sources = sorted(
        source for part in ("common", f"v{version.split('.')[0]}") for source in (_HERE / "java" / part).rglob("*.java")
    )
    digest = _digest(jdk.build, jars, *(source.read_text(encoding="utf-8") for source in sources))
    jar = cache_folder() / version / f"harness-{digest}.jar"
    if jar.exists():
        return jar
    with tempfile.TemporaryDirectory(dir=jar.parent, prefix="classes-") as work:
        classes = Path(work) / "classes"
        command = [str(jdk.javac), "-proc:none", "-nowarn", "-d", str(classes), "-cp", jars, *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"The Java harness does not compile:\n{done.stdout}{done.stderr}")
        packed = Path(work) / "harness.jar"
        # A jar, because the class archive is silently not written for a folder on the class path.
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(classes.rglob("*.class")):
                archive.write(file, file.relative_to(classes).as_posix())
        packed.replace(jar)
    return jar


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
