namespace Axle.Bench.Measuring;

/// <summary>
/// A folder of its own on the disk that is measured; gone afterwards. <c>AXLE_BENCH_FOLDER</c> names the disk, else it is the one of
/// temporary files.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(
        Environment.GetEnvironmentVariable("AXLE_BENCH_FOLDER") ?? Path.GetTempPath(), $"axle-bench-{Environment.ProcessId}-{Guid.NewGuid():N}"));

    /// <summary>Path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Bytes of the files whose name begins so.</summary>
    public long SizeOf(string name) => _folder.EnumerateFiles(name + "*").Sum(static f => f.Length);

    public void Dispose() => _folder.Delete(recursive: true);
}
