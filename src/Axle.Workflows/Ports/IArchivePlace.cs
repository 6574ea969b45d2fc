namespace Axle.Workflows.Ports;

/// <summary>Where archives of runs are put: a folder, a bucket.</summary>
public interface IArchivePlace
{
    /// <summary>Keeps an archive under its name, all of it or nothing. One of the same name is replaced.</summary>
    /// <param name="name">A file name: letters, digits, <c>-_.</c></param>
    /// <param name="write">Writes the archive.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is kept.</param>
    /// <returns>Completes when the archive is durable.</returns>
    ValueTask WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);
}
