using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Axle.Tools.Sandbox;

namespace Axle.Tools.Tests.Sandbox;

/// <summary>Programs that try to get out, or to take more than they may. Each test says what must not have happened.</summary>
public sealed class EscapeTests
{
    private static readonly SandboxLimits Short = new() { Time = TimeSpan.FromSeconds(4), Memory = 128L << 20, Processes = 24, Disk = 4L << 20 };

    // What is to end by another limit than time has enough of it on a busy machine.
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("socket.create_connection(('1.1.1.1', 80), 2)", "ENETUNREACH")]
    [InlineData("socket.create_connection(('127.0.0.1', PORT), 2)", "ECONNREFUSED")]
    [InlineData("socket.getaddrinfo('example.com', 80)", "EAI")]
    [InlineData("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('1.1.1.1', 53))", "ENETUNREACH")]
    [InlineData("socket.socket(40, socket.SOCK_STREAM)", "EPERM")]
    [InlineData("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)", "EPERM")]
    [InlineData("socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "EPERM")]
    public async Task There_is_no_network(string attempt, string refusals)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var said = await TryAsync(attempt.Replace("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        said.ShouldBeOneOf([.. refusals.Split(' ').Select(static r => "refused " + r)]);
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Sockets_of_the_host_cannot_be_reached_by_name_either()
    {
        var name = $"axle-{Guid.NewGuid():N}";
        using var host = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        host.Bind(new UnixDomainSocketEndPoint("\0" + name));
        host.Listen();
        (await TryAsync($"socket.socket(socket.AF_UNIX).connect('\\0{name}')")).ShouldBe("refused ECONNREFUSED");
    }

    [Theory]
    [InlineData("open('/usr/lib/planted', 'w')", "EROFS")]
    [InlineData("open('/planted', 'w')", "EROFS")]
    [InlineData("open('/etc/planted', 'w')", "EROFS")]
    [InlineData("open('/dev/planted', 'w')", "EROFS")]
    [InlineData("open('/etc/passwd').read()", "ENOENT")]
    [InlineData("os.listdir('/root')", "ENOENT")]
    [InlineData("os.listdir('/home')", "ENOENT")]
    [InlineData("os.listdir('/var')", "ENOENT")]
    [InlineData("open('/proc/sys/kernel/hostname', 'w').write('x')", "EACCES EROFS")]
    [InlineData("open('/proc/sysrq-trigger', 'w').write('b')", "ENOENT EACCES EROFS")]
    [InlineData("open('/proc/1/root/etc/shadow').read()", "ENOENT")]
    [InlineData("os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))", "EPERM")]
    [InlineData("os.chroot('/tmp')", "EPERM")]
    [InlineData("os.setuid(0)", "EINVAL")]
    [InlineData("libc('mount', b'none', b'/tmp', b'tmpfs', 0, 0)", "EPERM")]
    [InlineData("libc('umount2', b'/usr', 2)", "EPERM")]
    [InlineData("libc('unshare', 0x10000000)", "EPERM")]
    [InlineData("libc('unshare', 0x00020000)", "EPERM")]
    [InlineData("libc('setns', 3, 0)", "EPERM")]
    [InlineData("libc('ptrace', 16, 1, 0, 0)", "EPERM")]
    [InlineData("libc('syscall', 250, 0, 0, 0, 0)", "EPERM")]
    [InlineData("libc('syscall', 321, 0, 0, 0)", "EPERM")]
    [InlineData("libc('syscall', 425, 8, 0)", "EPERM")]
    [InlineData("libc('syscall', 435, 0, 0)", "ENOSYS")]
    [InlineData("libc('syscall', 56, 0x10000000 | 17, 0, 0, 0, 0)", "EPERM")]
    [InlineData("subprocess.run(['bwrap', '--dev-bind', '/', '/', 'true'], check=True)", "CalledProcessError")]
    [InlineData("subprocess.run(['su', '-c', 'true'], check=True, stdin=subprocess.DEVNULL)", "CalledProcessError")]
    public async Task The_system_can_neither_be_changed_nor_left(string attempt, string refusals) =>
        (await TryAsync(attempt)).ShouldBeOneOf([.. refusals.Split(' ').Select(static r => "refused " + r)]);

    [Fact]
    public async Task It_has_no_rights_no_secrets_and_no_open_files()
    {
        Environment.SetEnvironmentVariable("AXLE_TEST_PLANTED", "planted-secret");
        using var open = File.OpenRead(typeof(EscapeTests).Assembly.Location);
        var outcome = await SandboxBench.PythonAsync(
            """
            import os
            status = dict(line.split(':', 1) for line in open('/proc/self/status').read().splitlines() if ':' in line)
            output = {'env': dict(os.environ), 'caps': status['CapEff'].strip(), 'seccomp': status['Seccomp'].strip(), 'nnp': status['NoNewPrivs'].strip(),
                      'uid': os.getuid(), 'fds': [os.readlink('/proc/self/fd/' + f) for f in os.listdir('/proc/self/fd') if os.path.lexists('/proc/self/fd/' + f)],
                      'pids': [p for p in os.listdir('/proc') if p.isdigit()]}
            """);
        var result = outcome.Result;
        result.GetProperty("env").GetRawText().ShouldNotContain("planted");
        (result.GetProperty("caps").GetString(), result.GetProperty("seccomp").GetString(), result.GetProperty("nnp").GetString(), result.GetProperty("uid").GetInt32())
            .ShouldBe(("0000000000000000", "2", "1", 65534));
        result.GetProperty("fds").EnumerateArray().ShouldAllBe(static f =>
            !f.GetString()!.Contains("axle-", StringComparison.Ordinal) && !f.GetString()!.Contains(".dll", StringComparison.Ordinal));
        result.GetProperty("pids").GetArrayLength().ShouldBeLessThan(8);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_fork_bomb_goes_nowhere()
    {
        var mark = $"axle-bomb-{Guid.NewGuid():N}";
        var error = await SandboxBench.FailAsync(
            $$"""
            import os, sys
            bomb = 'import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass'
            os.execv(sys.executable, [sys.executable, '-c', bomb, '{{mark}}'])
            """, Short);
        error.Kind.ShouldBeOneOf(ErrorKind.Timeout, ErrorKind.Refused);
        while (HostProcesses.CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal)))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Memory_of_a_process_is_bounded()
    {
        var error = await SandboxBench.FailAsync("b = []\nwhile True: b.append(bytearray(8 << 20))", Short with { Time = Patient });
        error.Kind.ShouldBe(ErrorKind.Refused, error.Message);
        error.Message.ShouldContain("128 MiB");
    }

    [Fact]
    public async Task Memory_of_a_whole_tree_is_bounded_where_there_are_control_groups()
    {
        var error = await SandboxBench.FailAsync(
            """
            import os, time
            for i in range(16):
                if os.fork() == 0:
                    b = bytearray(100 << 20)
                    for i in range(0, len(b), 4096): b[i] = 1
                    time.sleep(60)
            while True: os.wait()
            """, Short);
        // Without them, the limit of each process holds alone, and time ends it.
        error.Kind.ShouldBeOneOf(ErrorKind.Refused, ErrorKind.Timeout, ErrorKind.Tool);
    }

    [Theory]
    [InlineData("/tmp/fill")]
    [InlineData("/box/out/fill")]
    [InlineData("/dev/shm/fill")]
    public async Task A_disk_is_full_when_it_is_full(string path)
    {
        var outcome = await SandboxBench.PythonAsync(
            $"""
            written = 0
            try:
                for part in range(64):
                    f = open('{path}%d' % part, 'wb', 0)
                    for i in range(16): written += f.write(b'x' * 65536)
            except OSError:
                pass
            import glob, os
            output = written
            for f in glob.glob('{path}*'): os.remove(f)
            """, null, Short with { Time = Patient });
        outcome.Result.GetInt64().ShouldBeInRange(1 << 20, Short.Disk);
    }

    [Theory]
    [InlineData("i = 0\nwhile True:\n    i += 1\n    open('/box/out/%d' % i, 'w').write('x' * 4096)")]
    [InlineData("while True: print('x' * 65536)")]
    [InlineData("import sys\nwhile True: sys.stderr.write('x' * 65536)")]
    public async Task What_never_stops_writing_is_ended_and_told_in_bounds(string source)
    {
        var error = await SandboxBench.FailAsync(source, Short);
        error.Kind.ShouldBeOneOf(ErrorKind.Refused, ErrorKind.Tool, ErrorKind.Timeout);
        error.Message.Length.ShouldBeLessThan(10_000);
    }

    [Theory]
    [InlineData("os.symlink('/etc/passwd', 'out/link.txt')")]
    [InlineData("os.mkfifo('out/pipe')")]
    [InlineData("os.symlink('/', 'out/root')")]
    [InlineData("shutil.rmtree('out'); os.symlink('/usr', 'out')")]
    public async Task What_it_leaves_is_taken_only_when_it_is_a_plain_file(string attempt)
    {
        var outcome = await SandboxBench.PythonAsync($"import os, shutil\n{attempt}");
        outcome.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_result_that_it_forges_leads_nowhere()
    {
        var error = await SandboxBench.FailAsync(
            """
            import io, os, signal, tarfile
            out = io.BytesIO()
            t = tarfile.open(fileobj=out, mode='w')
            for name in ('../../etc/planted', '/etc/planted', 'out/../../planted'):
                i = tarfile.TarInfo(name); i.size = 1; t.addfile(i, io.BytesIO(b'x'))
            t.close()
            for p in os.listdir('/proc'):
                if p.isdigit():
                    try: open('/proc/%s/fd/1' % p, 'wb').write(out.getvalue())
                    except OSError: pass
            os.kill(os.getppid(), signal.SIGKILL); os.kill(-1, signal.SIGKILL)
            """);
        error.Kind.ShouldBeOneOf(ErrorKind.Tool, ErrorKind.Timeout);
        File.Exists("/etc/planted").ShouldBeFalse();
    }

    [Fact]
    public async Task Processes_that_it_leaves_running_are_ended_with_it()
    {
        var mark = $"axle-left-{Guid.NewGuid():N}";
        await SandboxBench.PythonAsync(
            $"import subprocess\nsubprocess.Popen(['sh', '-c', 'trap \"\" TERM HUP; while :; do sleep 1; done', '{mark}'], start_new_session=True)");
        HostProcesses.CommandLines().ShouldNotContain(line => line.Contains(mark, StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cancelled_program_is_gone()
    {
        var mark = $"axle-cancelled-{Guid.NewGuid():N}";
        var sandbox = new CodeSandbox(TimeProvider.System);
        Assert.SkipWhen((await sandbox.StateAsync()).Problem is not null, "There is no sandbox here.");
        using var cancel = new CancellationTokenSource();
        var running = sandbox.RunAsync(new SandboxJob(SandboxLanguage.Python, $"import subprocess\nsubprocess.run(['sh', '-c', 'sleep 1000', '{mark}'])"), cancel.Token);
        while (!HostProcesses.CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal)) && !running.IsCompleted)
            await Task.Yield();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        while (HostProcesses.CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal)))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task<string> TryAsync(string attempt) => (await SandboxBench.PythonAsync(
        $$"""
        import ctypes, errno, os, socket, subprocess
        def libc(name, *arguments):
            c = ctypes.CDLL(None, use_errno=True)
            if getattr(c, name)(*arguments) == -1:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        try:
            {{attempt}}
            print('done')
        except socket.gaierror:
            print('refused', 'EAI')
        except Exception as e:
            print('refused', errno.errorcode.get(getattr(e, 'errno', None), type(e).__name__))
        """)).Text;
}
