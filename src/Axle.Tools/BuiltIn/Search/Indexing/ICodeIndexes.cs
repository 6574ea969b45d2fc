namespace Axle.Tools.BuiltIn.Search.Indexing;

/// <summary>Where full-text indexes of workspaces are kept.</summary>
public interface ICodeIndexes
{
    /// <summary>Opens the index of a workspace; it is empty when there was none. For one thread at a time.</summary>
    /// <param name="workspace">Absolute path.</param>
    /// <returns>Null when none can be had there, for example because nothing can be written.</returns>
    ICodeIndex? Open(string workspace);
}

/// <summary>A full-text index of the files of one workspace: which files may hold a text.</summary>
public interface ICodeIndex : IDisposable
{
    /// <summary>Every file that it knows, by path.</summary>
    /// <exception cref="IOException">It cannot be read; the next opening begins an empty one when it was broken.</exception>
    IReadOnlyDictionary<string, IndexedFile> Files();

    /// <summary>Takes over what changed, all or nothing.</summary>
    /// <param name="gone">Paths of files that are no more.</param>
    /// <param name="changed">Files that are new or changed, with their text; null where the text is what it was, or where there is none to find anything in.</param>
    /// <exception cref="IOException">It cannot be written, or another process writes and does not end.</exception>
    void Update(IEnumerable<string> gone, IEnumerable<(IndexedFile File, string? Text)> changed);

    /// <summary>The files that may hold a text, letter case free: all that do, and some that do not.</summary>
    /// <param name="text">At least <see cref="ShortestText"/> characters.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<string> MayHold(string text);

    /// <summary>Characters of the shortest text that an index can find.</summary>
    const int ShortestText = 3;
}

/// <summary>What an index knows of a file.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Changed">Time of its last change, in ticks of UTC.</param>
/// <param name="Hash">Hash of its content, in hexadecimal; empty when it was not read.</param>
/// <param name="Terms">How many terms its path and text have; negative when it holds no text.</param>
public sealed record IndexedFile(string Path, long Bytes, long Changed, string Hash, int Terms)
{
    /// <summary>Whether there is text in it.</summary>
    public bool IsText => Terms >= 0;
}
