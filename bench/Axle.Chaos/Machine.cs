using System.Diagnostics;
using System.Globalization;

namespace Axle.Chaos;

/// <summary>Programs and clocks of this machine.</summary>
internal static class Machine
{
    /// <summary>Seconds since the machine started, as steps that are shell scripts see them: in hundredths.</summary>
    public static double Uptime => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} does not start.");
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said}");
    }

    /// <summary>Runs lines of programs and arguments, parted by spaces.</summary>
    public static void RunLines(string lines)
    {
        foreach (var words in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static l => l.Split(' ')))
            Run(words[0], words[1..]);
    }

    /// <summary>Whether a program is in the path.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public static Task Pause(TimeSpan length, CancellationToken cancellationToken) => Task.Delay(length, TimeProvider.System, cancellationToken);

    public static Task Pause(double seconds, CancellationToken cancellationToken) => Pause(TimeSpan.FromSeconds(seconds), cancellationToken);
}
