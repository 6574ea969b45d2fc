using Axle.Workflows.Ports;

namespace Axle.Hosting;

/// <summary>Keeps archives of runs as files of a folder. A file has its name when all of it is on the disk, and not before.</summary>
/// <param name="path">The folder; it is made when it is not there.</param>
public sealed class ArchiveFolder(string path) : IArchivePlace
{
    private const string Unfinished = ".part";

    /// <summary>The names of the archives in it.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(path)
        ?
        [
            .. Directory.EnumerateFiles(path).Select(Path.GetFileName).OfType<string>()
                .Where(static n => !n.EndsWith(Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>Opens an archive; null when it is not there any more.</summary>
    public Stream? Open(string name)
    {
        try
        {
            return new FileStream(Path.Combine(path, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes an archive, if it is there.</summary>
    public void Remove(string name) => File.Delete(Path.Combine(path, name));

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, name);
        var unfinished = file + Unfinished;
        try
        {
            await using (var output = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await write(output, cancellationToken);
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
