using System.Diagnostics;
using System.Globalization;

namespace Axle.Tests.Support;

/// <summary>
/// A PostgreSQL of its own, in a temporary folder and on a socket in it: made for the tests of one process, and gone with them. When there is none
/// on this machine, <see cref="Missing"/> says so, and the tests skip.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> One = new(static () => new PostgresServer(isDurable: false));
    private readonly DirectoryInfo _folder;
    private readonly bool _isDurable;
    private readonly bool _isKept;
    private readonly string _listen;
    private readonly string? _programs = FindPrograms();
    private Process? _server;
    private int _databases;

    private PostgresServer(bool isDurable, string listen = "", string? kept = null)
    {
        (_isDurable, _listen, _isKept) = (isDurable, listen, kept is not null);
        _folder = kept is null ? Directory.CreateTempSubdirectory("axle-pg-") : Directory.CreateDirectory(kept);
        if (_programs is null)
        {
            Missing = "There is no PostgreSQL on this machine. Install it: apt-get install postgresql";
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        if (!Directory.Exists(Path.Combine(Host, "data")))
            Prepare();
        Start();
    }

    /// <summary>The server of this process; started when it is first asked for.</summary>
    public static PostgresServer Shared => One.Value;

    /// <summary>Starts another that keeps what it acknowledges through a power cut, as one in production does; the tests' own has no time for that.</summary>
    /// <param name="listen">An address where it listens beside its socket, for whoever reaches it; none by default.</param>
    /// <param name="kept">A folder that keeps its data when it ends, and has those of the last time; a temporary one by default.</param>
    public static PostgresServer StartDurable(string listen = "", string? kept = null) => new(isDurable: true, listen, kept);

    /// <summary>Ends the server of this process, if one was started.</summary>
    public static void StopShared()
    {
        if (One.IsValueCreated)
            One.Value.Dispose();
    }

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; }

    /// <summary>The folder in which its socket is.</summary>
    public string Host => _folder.FullName;

    /// <summary>Makes an empty database, and returns its address.</summary>
    public string CreateDatabase() => CreateDatabase(string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}"));

    /// <summary>Makes an empty database, in place of one that has the name, and returns its address.</summary>
    public string CreateDatabase(string name)
    {
        if (_isKept)
            Run("dropdb", "-h", Host, "-U", "axle", "--maintenance-db=postgres", "--if-exists", name);
        Run("createdb", "-h", Host, "-U", "axle", "--maintenance-db=postgres", name);
        return AddressOf(name);
    }

    /// <summary>The address of a database.</summary>
    public string AddressOf(string database) => $"postgres://axle@/{database}?host={Uri.EscapeDataString(Host)}";

    /// <summary>Stops it as a power cut would, and starts it again.</summary>
    public void Crash()
    {
        Kill();
        Start();
    }

    /// <summary>Stops it as a power cut would.</summary>
    public void Kill() => Stop("immediate");

    /// <summary>Starts it again, with what it had on its disk.</summary>
    public void Start()
    {
        _server = BeginProgram(
            "postgres", "-D", Path.Combine(Host, "data"), "-k", Host, "-c", $"listen_addresses={_listen}", "-c", _isDurable ? "fsync=on" : "fsync=off",
            "-c", _isDurable ? "full_page_writes=on" : "full_page_writes=off", "-c", "max_connections=300",
            "-c", _isDurable ? "shared_buffers=512MB" : "shared_buffers=64MB", "-c", "max_wal_size=4GB",
            // What it would count and tidy up in a minute of its own choosing, tests of plans take for unknown.
            "-c", _isDurable ? "autovacuum=on" : "autovacuum=off");
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        for (var i = 0; ; i++)
        {
            using var ready = BeginProgram("pg_isready", "-q", "-h", Host, "-t", "5");
            ready.WaitForExit();
            if (ready.ExitCode == 0)
                return;
            if (i == 1000 || _server.WaitForExit(TimeSpan.FromMilliseconds(20)))
                throw new InvalidOperationException("PostgreSQL does not start.");
        }
    }

    public void Dispose()
    {
        if (_server is null)
            return;
        if (!_server.HasExited)
            Stop(_isKept ? "fast" : "immediate");

        _server.Dispose();
        _server = null;
        if (!_isKept)
            _folder.Delete(recursive: true);
    }

    private void Stop(string mode)
    {
        Run("pg_ctl", "-D", Path.Combine(Host, "data"), "-m", mode, "-w", "-t", "600", "stop");
        _server!.WaitForExit();
    }

    /// <summary>Root may not run it: nobody does.</summary>
    private void Prepare()
    {
        if (Environment.UserName == "root")
            Finish(Begin("chown", "nobody:nogroup", Host));
        Run("initdb", "-D", Path.Combine(Host, "data"), "-U", "axle", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        if (_listen.Length > 0)
            File.AppendAllText(Path.Combine(Host, "data", "pg_hba.conf"), "host all all samenet trust\n");
    }

    private void Run(string program, params string[] arguments) => Finish(BeginProgram(program, arguments));

    private Process BeginProgram(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_programs!, program), .. arguments];
        return Environment.UserName == "root"
            ? Begin("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command])
            : Begin(command[0], command[1..]);
    }

    private Process Begin(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Host };
        start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    private static void Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}: {error}{output.Result}");
        }
    }

    /// <summary>Debian keeps the programs of each version in a folder of their own, away from the path.</summary>
    private static string? FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        var folders = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions)
                .OrderByDescending(static d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0)
                .Select(static d => Path.Combine(d, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).FirstOrDefault(static d => File.Exists(Path.Combine(d, "initdb")));
    }
}
