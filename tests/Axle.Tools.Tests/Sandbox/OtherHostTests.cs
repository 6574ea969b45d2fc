using System.Diagnostics;

namespace Axle.Tools.Tests.Sandbox;

/// <summary>The sandbox in other processes than this one: of a user who is not root, and of a host that is killed in the middle.</summary>
public sealed class OtherHostTests : IDisposable
{
    private const string Mark = "AXLE_TEST_MARK";
    private const string Nobody = "65534";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-other-host-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_attempt_to_escape_is_contained_too_when_the_host_is_not_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "This host is not root: the suite itself shows it.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1FF);
        using var look = Start(asNobody: true, "test", "-r", typeof(EscapeTests).Assembly.Location);
        await look.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(look.ExitCode == 0, "The tests lie where only root may read.");

        using var suite = Start(asNobody: true, [.. Runner, "-noColor", "-class", typeof(EscapeTests).FullName!]);
        var said = await suite.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await suite.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.SkipWhen(said.Contains("There is no sandbox here", StringComparison.Ordinal), "Nobody but root can make a sandbox here.");
        suite.ExitCode.ShouldBe(0, said);
        said.ShouldContain("Failed: 0, Skipped: 0");
    }

    [Fact(Timeout = 300_000)]
    public async Task Nothing_is_left_of_a_host_that_is_killed_in_the_middle()
    {
        Assert.SkipWhen((await new Axle.Tools.Sandbox.CodeSandbox(TimeProvider.System).StateAsync()).Problem is not null, "There is no sandbox here.");
        var mark = $"axle-killed-{Guid.NewGuid():N}";
        var mounts = await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(Mark, mark);
        using var host = Start(asNobody: false, [.. Runner, "-explicit", "only", "-method", $"{GetType().FullName}.{nameof(Host_to_be_killed)}"]);
        while (!Lives(mark) && !host.HasExited)
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        host.HasExited.ShouldBeFalse();

        host.Kill(entireProcessTree: false);
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        while (Lives(mark))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        // Control groups have no owner that could remove them: the next host does, as soon as the last program in them is gone.
        do
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            (await new Axle.Tools.Sandbox.CodeSandbox(TimeProvider.System).StateAsync()).Problem.ShouldBeNull();
        }
        while (Groups(host.Id).Any());

        (await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken)).ShouldBe(mounts);
        _folder.EnumerateFiles("axle-*").ShouldBeEmpty();
    }

    /// <summary>Not a test: the host that the other one starts and kills.</summary>
    [Fact(Explicit = true)]
    public async Task Host_to_be_killed() => await SandboxBench.PythonAsync(
        $"open('/tmp/big', 'wb').write(b'x' * 1000000)\nimport subprocess\nsubprocess.run(['sh', '-c', 'sleep 1000', '{Environment.GetEnvironmentVariable(Mark)}'])");

    private static string[] Runner =>
        [Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", typeof(EscapeTests).Assembly.Location];

    // The mark stands in the arguments of the shell inside; those of the host have it in their environment alone.
    private static bool Lives(string mark) => HostProcesses.CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal));

    private static IEnumerable<string> Groups(int host) => ((string[])["/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids"])
        .Where(Directory.Exists).SelectMany(place => Directory.EnumerateDirectories(place, $"axle-box-{host}-*"));

    private Process Start(bool asNobody, params string[] command)
    {
        string[] whole = asNobody ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command] : command;
        var start = new ProcessStartInfo(whole[0], whole[1..]) { RedirectStandardOutput = true, WorkingDirectory = _folder.FullName };
        foreach (var name in (string[])["HOME", "TMPDIR", "DOTNET_CLI_HOME"])
            start.Environment[name] = _folder.FullName;
        return Process.Start(start)!;
    }
}
