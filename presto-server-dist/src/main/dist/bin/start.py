"""Starts a server by launcher.py, and waits until it has started or failed.

Called by bin/launcher for the commands run, start and restart. What it knows of the server is in the server's logs.
"""
import argparse
import fcntl
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
from class_archive import ClassArchive

BIN = Path(__file__).resolve().parent
LAUNCHER = [sys.executable, str(BIN / 'launcher.py')]
COMMANDS = ('run', 'start', 'restart')

FAILED = 1
STILL_STARTING = 2

STARTED = re.compile(r'======== SERVER STARTED ========')
ON_STANDBY = re.compile(r'^This coordinator is on standby: ')
WAITS = re.compile(r'^(Waiting|Still waiting) for ')
RECORD = re.compile(r'^\d{4}-\d\d-\d\dT\S+\s+(?P<level>[A-Z]+)\s+(?P<thread>\S+)\s+(?P<logger>\S+)\s+(?P<message>.*)$')

GUICE_ERROR = re.compile(r'^\d+\) (?:\[[^]]*\]: )?(?:Error: |Error (?:injecting \w+|in custom provider), [\w.$]+: )?(?P<text>.+)$')
GUICE_PLACE = re.compile(r' in order to call \[.*| \(for class [^)]*\)|, for class \S+')
UNUSED = re.compile(r"Configuration property '(?P<property>[^']+)' was not used$")
CAUSE = re.compile(r'^Caused by: (?P<type>[\w.$]+)(?:: (?P<message>.*))?$')
JVM_ERROR = re.compile(r'^(Error|Unrecognized|Invalid|Exception|Could not)\b')


def fail(status, message):
    print(f'launcher: {message}', file=sys.stderr)
    sys.exit(status)


def duration(text):
    match = re.fullmatch(r'(\d+(?:\.\d+)?)(s|m|h)?', text)
    if not match:
        raise argparse.ArgumentTypeError(f'{text} is not a time such as 90s or 5m')
    return float(match[1]) * {'s': 1, 'm': 60, 'h': 3600}[match[2] or 's']


def command_index(arguments):
    """Where the command is among the arguments: values of options may have the same name."""
    for index, argument in enumerate(arguments):
        takes_value = index > 0 and re.fullmatch(r'-[DJ]|--[a-z-]+', arguments[index - 1]) and arguments[index - 1] != '--verbose'
        if argument in COMMANDS and not takes_value:
            return index
    return None


def process_name():
    """What names the process of the server, as far as it can: LD_PRELOAD takes a space or a colon for the end of a path."""
    shim = BIN / 'procname' / f'{platform.system()}-{platform.machine()}' / 'libprocname.so'
    name = re.search(r'^name=(.+)$', (BIN / 'launcher.properties').read_text(), re.MULTILINE)
    if not name or not shim.exists() or re.search(r'[\s:]', str(shim)):
        return {}
    return {'LD_PRELOAD': ':'.join(filter(None, [os.environ.get('LD_PRELOAD'), str(shim)])), 'PROCNAME': name[1].strip()}


def read_properties(path):
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return {key.strip(): value.strip() for key, _, value in (line.partition('=') for line in lines if line and not line.startswith('#'))}


class Log:
    """What is added to a file from now on."""

    def __init__(self, path):
        self.path = path
        self.inode, self.position = self.identify()

    def identify(self):
        try:
            status = os.stat(self.path)
            return status.st_ino, status.st_size
        except FileNotFoundError:
            return None, 0

    def read_lines(self):
        inode, size = self.identify()
        if inode != self.inode or size < self.position:
            # it was rolled over
            self.inode, self.position = inode, 0
        if size == self.position:
            return []
        with open(self.path, 'rb') as file:
            file.seek(self.position)
            complete = file.read().rpartition(b'\n')
        self.position += len(complete[0]) + len(complete[1])
        return complete[0].decode(errors='replace').splitlines()


class Server:
    def __init__(self, arguments, command):
        self.arguments = arguments
        self.command = command
        self.environment = {**os.environ, **process_name()}
        status = self.launcher('status', '-v')
        options = dict(re.findall(r'^(\w+) +=(?: (.*))?$', status.stdout, re.MULTILINE))
        if 'pid_file' not in options:
            fail(status.returncode or FAILED, status.stdout.strip())
        self.options = {option: Path(options[option]) for option in ('install_path', 'data_dir', 'config_path', 'jvm_config', 'node_config', 'pid_file', 'server_log', 'launcher_log')}
        self.class_archive = ClassArchive(self.options['install_path'], self.options['data_dir'], self.options['jvm_config'])
        self.server_lines = []
        self.launcher_lines = []

    def launcher_arguments(self, command, *options):
        return LAUNCHER + self.arguments[:self.command] + list(options) + [command] + self.arguments[self.command + 1:]

    def launcher(self, command, *options):
        return subprocess.run(self.launcher_arguments(command, *options), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)

    def prepare_class_archive(self, may_record):
        """Lets Java use an archive of classes, or write down what belongs into one. Returns whether it will write."""
        used = self.class_archive.use()
        recorded = self.class_archive.record() if may_record and not used and not self.is_running() else None
        if used or recorded:
            # options in jvm.config come later, and count
            self.environment['JDK_JAVA_OPTIONS'] = ' '.join(filter(None, [os.environ.get('JDK_JAVA_OPTIONS'), f'"{used or recorded}"']))
        return bool(recorded)

    def warn_of_differences(self):
        """What node.properties has goes to the server as system properties, and those count."""
        node, config = (read_properties(self.options[file]) for file in ('node_config', 'config_path'))
        different = ', '.join(sorted(key for key in node.keys() & config.keys() if node[key] != config[key]))
        if different:
            print(f'launcher: {self.options["config_path"]} and {self.options["node_config"]} have different values of {different}: '
                  f'those of {self.options["node_config"].name} count', file=sys.stderr, flush=True)

    def open_logs(self):
        self.server_log, self.launcher_log = Log(self.options['server_log']), Log(self.options['launcher_log'])

    def is_running(self):
        """The process has a lock on its pid file as long as it lives."""
        if not self.options['pid_file'].exists():
            return False
        with open(self.options['pid_file'], 'rb') as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return False
            except OSError:
                return True

    def messages(self):
        """The messages that were logged since the last call, without the list of the configuration."""
        lines = self.server_log.read_lines()
        self.server_lines += lines
        self.launcher_lines += self.launcher_log.read_lines()
        return [record['message'] for record in map(RECORD.match, lines) if record and not record['logger'].endswith('Bootstrap')]

    def reason(self):
        """Why the server has ended, in one line."""
        return failure(self.server_lines) or jvm_failure(self.launcher_lines) or 'its logs do not say why'


def failure(lines):
    """The last error in a log of the server."""
    records = [index for index, line in enumerate(lines) if RECORD.match(line)]
    errors = [index for index in records if RECORD.match(lines[index])['level'] == 'ERROR']
    if not errors:
        return None
    begin = errors[-1]
    end = next((index for index in records if index > begin), len(lines))
    # the exception repeats the message
    return guice_failure(lines[begin + 1:end]) or with_cause(RECORD.match(lines[begin])['message'], lines[begin + 1:end])


def guice_failure(lines):
    """The errors that Guice lists, each once, without those that are only their consequences."""
    begins = [index for index, line in enumerate(lines) if GUICE_ERROR.match(line)] + [len(lines)]
    errors = {with_cause(GUICE_PLACE.sub('', GUICE_ERROR.match(lines[begin])['text']), lines[begin + 1:end]): None for begin, end in zip(begins, begins[1:])}
    causes = [error for error in errors if not is_consequence(error, errors)]
    return '; '.join((causes or list(errors))[:3])


def is_consequence(error, errors):
    unused = UNUSED.match(error)
    others = [other for other in errors if other != error]
    return 'because "this.' in error or any(other.startswith(error) or (unused and f"'{unused['property']}'" in other) for other in others)


def with_cause(message, lines):
    causes = [cause for cause in map(CAUSE.match, lines) if cause and cause['message'] and '(same stack trace' not in cause['message']]
    if not causes or causes[-1]['message'] in message:
        return message
    return f"{message}: {causes[-1]['message']}"


def jvm_failure(lines):
    """What the JVM printed, if it could not begin."""
    printed = [line for line in lines if line.strip() and not RECORD.match(line)]
    return next(filter(JVM_ERROR.match, printed), printed[-1] if printed else None)


def start(server, timeout):
    server.open_logs()
    records = server.prepare_class_archive(may_record=True)
    started = server.launcher('start')
    print(started.stdout, end='', file=sys.stderr if started.returncode else sys.stdout, flush=True)
    if re.search(r'^Started as \d+$', started.stdout, re.MULTILINE):
        await_start(server, timeout)
        if records:
            server.class_archive.write_in_background()
    else:
        sys.exit(started.returncode)


def await_start(server, timeout):
    begin = time.monotonic()
    due = 10
    doing = 'it has logged nothing yet'
    while True:
        # in this order, so that a process that has ended has logged all that it will
        running = server.is_running()
        for message in server.messages():
            if STARTED.search(message):
                print(f'It has started, in {time.monotonic() - begin:.0f} s')
                return
            if ON_STANDBY.match(message):
                print(message)
                return
            if WAITS.match(message):
                print(message, flush=True)
            doing = ' '.join(message.split())[:200] or doing
        elapsed = time.monotonic() - begin
        if not running:
            fail(FAILED, f'the server has ended in its start: {server.reason()}\nIts logs: {server.server_log.path} and {server.launcher_log.path}')
        if elapsed >= timeout:
            fail(STILL_STARTING, f'the server has not started within {timeout:.0f} s, and goes on. Its last message: {doing}\nIts log: {server.server_log.path}')
        if elapsed >= due:
            print(f'Starting for {elapsed:.0f} s: {doing}', flush=True)
            due += 10
        time.sleep(0.2)


def main():
    parser = argparse.ArgumentParser(prog='launcher', add_help=False, allow_abbrev=False)
    parser.add_argument('--no-wait', action='store_true')
    parser.add_argument('--archive-classes', action='store_true')
    parser.add_argument('--timeout', type=duration, default='2m')
    own, arguments = parser.parse_known_args()
    index = command_index(arguments)
    if index is None:
        os.execv(sys.executable, LAUNCHER + arguments)

    command = arguments[index]
    server = Server(arguments, index)
    server.warn_of_differences()
    if command == 'run' or own.no_wait:
        if server.prepare_class_archive(may_record=own.archive_classes):
            server.class_archive.write_in_background()
        os.execve(sys.executable, server.launcher_arguments(command), server.environment)
    if command == 'restart':
        stopped = server.launcher('stop')
        print(stopped.stdout, end='', flush=True)
        if stopped.returncode:
            sys.exit(stopped.returncode)
    try:
        start(server, own.timeout)
    except KeyboardInterrupt:
        fail(130, 'not waiting any longer; the server goes on')


if __name__ == '__main__':
    main()
