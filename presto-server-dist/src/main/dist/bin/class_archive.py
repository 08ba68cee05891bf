"""Archives the classes of a server, so that its next starts do not read them from jars.

The first start writes a list of its classes. A minute later this program, in the background and at the lowest priority, makes
an archive of them. Java starts without an archive that does not fit.

See https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html
"""
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

# an archive fits to servers with the same of these
LAYOUT = re.compile(r'-Xmx.+|-XX:(MaxHeapSize|MaxRAM|MaxRAMPercentage|ObjectAlignmentInBytes)=.+|-XX:[+-]Use(Compressed\w+|\w+GC)')
OWN_CHOICE = re.compile(r'-Xshare:.+|-XX:(SharedArchiveFile|SharedClassListFile|ArchiveClassesAtExit|DumpLoadedClassList)=.+')
DELAY_SECONDS = 60


class ClassArchive:
    """The archive of a node, in its data directory. There is none if jvm.config has an option for archives."""

    def __init__(self, install_path, data_dir, jvm_config):
        self.java = os.path.join(os.environ['JAVA_HOME'], 'bin', 'java') if os.environ.get('JAVA_HOME') else 'java'
        self.lib = install_path / 'lib'
        self.directory = data_dir / 'var' / 'class-archive'
        self.jvm_options = [line.strip() for line in jvm_config.read_text().splitlines()] if jvm_config.exists() else []
        self.is_wanted = not any(map(OWN_CHOICE.fullmatch, self.jvm_options))
        self.file = self.directory / f'{self.identity()}.jsa'
        self.recorded = self.file.with_suffix('.recorded')

    def identity(self):
        """Names all that an archive depends on."""
        java = subprocess.run([self.java, '-version'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout
        jars = [(str(jar), jar.stat().st_size, jar.stat().st_mtime_ns) for jar in sorted(self.lib.glob('*.jar'))]
        return hashlib.sha256(repr((java, jars, self.jvm_options)).encode()).hexdigest()[:16]

    def use(self):
        """The option with which Java uses the archive, or None if there is none."""
        return f'-XX:SharedArchiveFile={self.file}' if self.is_wanted and self.file.exists() else None

    def record(self):
        """The option with which Java writes the list of classes, or None if it should not, or cannot."""
        if not self.is_wanted:
            return None
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            for file in self.directory.iterdir():
                file.unlink()
        except OSError as error:
            warn(error)
            return None
        return f'-XX:DumpLoadedClassList={self.recorded}'

    def write_in_background(self):
        """Writes the archive when the server has run for a while."""
        dump = [self.java, '-Xshare:dump', *filter(LAYOUT.fullmatch, self.jvm_options), '-cp', str(self.lib / '*')]
        try:
            with open(self.file.with_suffix('.log'), 'w') as log:
                subprocess.run([sys.executable, __file__, str(self.recorded), str(self.file), *dump],
                               stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            warn(error)


def warn(error):
    print(f'launcher: the classes of the server are not archived, so the next start takes as long as this one: {error}', file=sys.stderr, flush=True)


def main():
    # the server is not to be the parent of this process
    if os.fork():
        return
    recorded, archive, dump = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    time.sleep(DELAY_SECONDS)
    # the server goes on recording, and may be started again meanwhile
    classes, unfinished = (archive.with_suffix(f'.{file}-{os.getpid()}') for file in ('classes', 'unfinished'))
    classes.write_bytes(recorded.read_bytes().rpartition(b'\n')[0])
    os.nice(19)
    subprocess.run([*dump, f'-XX:SharedClassListFile={classes}', f'-XX:SharedArchiveFile={unfinished}'], check=True)
    unfinished.replace(archive)
    classes.unlink()


if __name__ == '__main__':
    main()
