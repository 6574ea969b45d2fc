namespace Axle.Tools.Sandbox;

/// <summary>What a program in the sandbox may take.</summary>
public sealed record SandboxLimits
{
    /// <summary>The longest time a program may ever be given.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(30);

    /// <summary>How long it may run, 1 s to 30 min; 30 s by default.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes of memory, 32 MiB to 64 GiB; 512 MiB by default. Of all its processes together where the host has control groups that can be written, of each
    /// otherwise.
    /// </summary>
    public long Memory { get; init; } = 512L * 1024 * 1024;

    /// <summary>Processes and threads at once, 8 to 4,096; 64 by default.</summary>
    public int Processes { get; init; } = 64;

    /// <summary>Bytes of all the files it writes, and of one of its two text outputs, 64 KiB to 1 GiB; 64 MiB by default. They are kept in memory.</summary>
    public long Disk { get; init; } = 64L * 1024 * 1024;

    /// <summary>Characters of its printed text that are kept, 1 Ki to 16 Mi; 256 Ki by default. What is beyond is cut off, and the result says so.</summary>
    public int Text { get; init; } = 256 * 1024;

    /// <summary>Says what is wrong with the limits, in one message.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: at least one is out of its range.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Check(Time >= TimeSpan.FromSeconds(1) && Time <= LongestTime, "the time must be 1 s to 30 min");
        Check(Memory is >= 32L << 20 and <= 64L << 30, "the memory must be 32 MiB to 64 GiB");
        Check(Processes is >= 8 and <= 4096, "the processes must be 8 to 4096");
        Check(Disk is >= 64L << 10 and <= 1L << 30, "the disk must be 64 KiB to 1 GiB");
        Check(Text is >= 1 << 10 and <= 16 << 20, "the text must be 1 Ki to 16 Mi characters");
        if (faults.Count > 0)
            throw new AxleException(ErrorKind.Validation, $"These limits of the sandbox cannot be: {string.Join("; ", faults)}.");

        void Check(bool isRight, string fault)
        {
            if (!isRight)
                faults.Add(fault);
        }
    }
}
