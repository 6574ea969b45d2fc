using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Axle.Tests.Support;

/// <summary>
/// A RabbitMQ of its own, in a temporary folder and on free ports of 127.0.0.1: made for the tests of one process, and gone with them. When there is
/// none on this machine, <see cref="Missing"/> says so, and the tests skip.
/// </summary>
public sealed class RabbitServer : IDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Operator = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private const int Tries = 5;
    private static readonly TimeSpan LongestDeath = TimeSpan.FromMinutes(2);
    private static readonly Lazy<RabbitServer> One = new(static () => new RabbitServer("127.0.0.1"));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-mq-");
    private readonly string _address;
    private int _port;
    private int _distributionPort;
    private int _epmdPort;
    private Process? _server;

    private RabbitServer(string address)
    {
        _address = address;
        if (!File.Exists(Program))
        {
            Missing = "There is no RabbitMQ on this machine. Install it: apt-get install rabbitmq-server";
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "home"));
        File.WriteAllText(Path.Combine(_folder.FullName, "enabled_plugins"), "[].");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "rabbitmq.conf"),
            "vm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 50MB\nlog.file.level = warning\nloopback_users = none\n");
        if (Environment.UserName == "root")
            Finish(Process.Start(Quiet("chown", ["-R", "nobody:nogroup", _folder.FullName]))!);
        StartOnFreePorts();
    }

    /// <summary>The broker of this process; started when it is first asked for.</summary>
    public static RabbitServer Shared => One.Value;

    /// <summary>Starts another, for tests that kill it.</summary>
    /// <param name="address">The address of this machine where it listens.</param>
    public static RabbitServer StartOwn(string address = "127.0.0.1") => new(address);

    /// <summary>Ends the broker of this process, if one was started.</summary>
    public static void StopShared()
    {
        if (One.IsValueCreated)
            One.Value.Dispose();
    }

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; }

    /// <summary>Its address.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@{_address}:{_port}");

    /// <summary>Has its operator say something: a command of <c>rabbitmqctl</c>.</summary>
    public void Control(params string[] command) => Finish(Begin(Operator, [], command));

    /// <summary>Kills it, as a power cut would.</summary>
    public void Kill()
    {
        KillAll();
        _server!.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Starts it again, with what it had on its disk.</summary>
    public void Start()
    {
        _server = Serve();
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        for (var i = 0; !Answers(); i++)
        {
            if (i == 6000 || _server.WaitForExit(TimeSpan.FromMilliseconds(50)))
                throw new InvalidOperationException("RabbitMQ does not start.");
        }
    }

    /// <summary>Forgets everything that it has on its disk. It must not run.</summary>
    public void Forget() => Directory.Delete(Path.Combine(_folder.FullName, "mnesia"), recursive: true);

    public void Dispose()
    {
        if (_server is not null)
            Kill();
        KillAll();
        if (_folder.Exists)
            _folder.Delete(recursive: true);
    }

    private Process Serve() => Begin(
        Program,
        [
            ("RABBITMQ_MNESIA_BASE", PathOf("mnesia")), ("RABBITMQ_LOG_BASE", PathOf("log")), ("RABBITMQ_PID_FILE", PathOf("pid")),
            ("RABBITMQ_NODE_IP_ADDRESS", _address), ("RABBITMQ_NODE_PORT", Text($"{_port}")), ("RABBITMQ_DIST_PORT", Text($"{_distributionPort}")),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("RABBITMQ_CONFIG_FILE", PathOf("rabbitmq.conf")), ("RABBITMQ_ENABLED_PLUGINS_FILE", PathOf("enabled_plugins")),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"),
        ]);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Whether it speaks AMQP: an open port is not enough.</summary>
    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(_address, _port);
            client.ReceiveTimeout = 5000;
            client.GetStream().Write("AMQP\0\0\u0009\u0001"u8);
            return client.GetStream().ReadByte() == 1;
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>A port that was free when it was chosen may be another's by now.</summary>
    private void StartOnFreePorts()
    {
        for (var i = 1; ; i++)
        {
            (_port, _distributionPort, _epmdPort) = (FreePort.Choose(), FreePort.Choose(), FreePort.Choose());
            try
            {
                Start();
                return;
            }
            catch (InvalidOperationException) when (i < Tries)
            {
                KillAll();
            }
        }
    }

    /// <summary>
    /// Its processes, and the name server that it leaves behind: those that were given this folder. Until they are gone they hold ports and write files.
    /// </summary>
    private void KillAll()
    {
        string[] killed = [.. Directory.EnumerateDirectories("/proc").Where(static p => int.TryParse(Path.GetFileName(p), out _)).Where(KillOwn)];
        if (!SpinWait.SpinUntil(() => Array.TrueForAll(killed, IsGone), LongestDeath))
            throw new InvalidOperationException($"Processes of RabbitMQ do not end within {LongestDeath}: {string.Join(", ", killed)}");
    }

    private bool KillOwn(string process)
    {
        try
        {
            if (!File.ReadAllText(Path.Combine(process, "environ")).Contains(_folder.FullName, StringComparison.Ordinal))
                return false;
            Process.GetProcessById(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)).Kill();
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // It ended by itself, or is another user's.
            return false;
        }
    }

    /// <summary>One that waits only for its parent to notice has closed what it had open, when its last thread is gone.</summary>
    private static bool IsGone(string process)
    {
        try
        {
            var status = File.ReadAllText(Path.Combine(process, "status"));
            return status.Contains("State:\tZ", StringComparison.Ordinal) && status.Contains("Threads:\t1\n", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Begins a program of the broker's, as the user and with the home whose secret it knows.</summary>
    private Process Begin(string program, (string Name, string Value)[] environment, params string[] arguments)
    {
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        var start = Quiet(command[0], command[1..]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["HOME"] = PathOf("home");
        start.Environment["RABBITMQ_NODENAME"] = Text($"t{_port}@localhost");
        start.Environment["ERL_EPMD_PORT"] = Text($"{_epmdPort}");
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    private ProcessStartInfo Quiet(string program, string[] arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };

    private static void Finish(Process process)
    {
        using (process)
        {
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{process.StartInfo.FileName}: {process.StandardError.ReadToEnd()}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
