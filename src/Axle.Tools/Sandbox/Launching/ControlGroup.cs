using System.Globalization;

namespace Axle.Tools.Sandbox.Launching;

/// <summary>
/// A control group of its own for one box, where the host has some that can be written: it counts the memory and the processes of the whole tree. Where
/// there are none, the limits of each process and of its user hold alone.
/// </summary>
internal sealed class ControlGroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private const string Prefix = "axle-box-";
    private const int Tries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly string[] _directories;

    private readonly TimeProvider _time;

    private ControlGroup(string[] directories, TimeProvider time) => (_directories, _time) = (directories, time);

    /// <summary>The directories that a process joins, parted by spaces.</summary>
    public string Directories => string.Join(' ', _directories);

    /// <summary>Whether the kernel ended a process of it for want of memory.</summary>
    public bool RanOutOfMemory => _directories.Any(static d => Counts($"{d}/memory.oom_control") || Counts($"{d}/memory.events"));

    /// <summary>Makes one; null where none can be had.</summary>
    public static ControlGroup? TryCreate(SandboxLimits limits, TimeProvider time)
    {
        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        var made = new List<string>();
        try
        {
            if (File.Exists($"{Root}/cgroup.controllers"))
            {
                made.Add(Make(Root, name));
                Write(made[0], "memory.max", limits.Memory + limits.Disk);
                Write(made[0], "pids.max", limits.Processes + 8);
            }
            else
            {
                made.Add(Make($"{Root}/memory", name));
                Write(made[0], "memory.limit_in_bytes", limits.Memory + limits.Disk);
                made.Add(Make($"{Root}/pids", name));
                Write(made[1], "pids.max", limits.Processes + 8);
            }

            return new ControlGroup([.. made], time);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            foreach (var directory in made)
                TryRemove(directory);
            return null;
        }
    }

    /// <summary>Removes groups of processes that are gone.</summary>
    public static void Sweep()
    {
        foreach (var place in (string[])[Root, $"{Root}/memory", $"{Root}/pids"])
        {
            if (!Directory.Exists(place))
                continue;
            foreach (var directory in Directory.EnumerateDirectories(place, Prefix + "*"))
            {
                if (!Directory.Exists($"/proc/{Path.GetFileName(directory)[Prefix.Length..].Split('-')[0]}"))
                    TryRemove(directory);
            }
        }
    }

    /// <summary>Removes the group; its processes have ended before. The kernel lets go of it a moment after the last one.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var directory in _directories)
        {
            for (var i = 0; i < Tries && !TryRemove(directory); i++)
                await Task.Delay(Pause, _time);
        }
    }

    private static string Make(string parent, string name)
    {
        if (!Directory.Exists(parent))
            throw new IOException($"There is no {parent}.");
        return Directory.CreateDirectory($"{parent}/{name}").FullName;
    }

    private static void Write(string directory, string file, long value) =>
        File.WriteAllText($"{directory}/{file}", value.ToString(CultureInfo.InvariantCulture));

    private static bool TryRemove(string directory)
    {
        try
        {
            Directory.Delete(directory);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Counts(string file)
    {
        try
        {
            return File.Exists(file) && File.ReadLines(file).Any(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
