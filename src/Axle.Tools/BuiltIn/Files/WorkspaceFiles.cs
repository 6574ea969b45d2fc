using System.Security.Cryptography;
using System.Text;
using Axle.Tools.Contract;

namespace Axle.Tools.BuiltIn.Files;

/// <summary>Reads and writes text files of the workspace. Every path is followed to its end again right before it is opened.</summary>
internal static class WorkspaceFiles
{
    /// <summary>Largest file that is read or written, in bytes.</summary>
    public const int LargestFile = 4 * 1024 * 1024;

    // Whoever writes here decides what git or Axle run next.
    private static readonly string[] Kept = [".git", ".axle", "axle.yaml", "axle.yml", "axle.json", ".mcp.json"];

    /// <summary>The absolute path of a file to be read.</summary>
    /// <exception cref="AxleException">Kind NotFound: there is no such file.</exception>
    public static string Existing(ToolContext context, string path)
    {
        var place = WorkspacePaths.Resolve(context.Workspace, path);
        return File.Exists(place) ? place
            : throw new AxleException(ErrorKind.NotFound, Directory.Exists(place)
                ? $"'{path}' is a folder; files.list shows what is in it."
                : $"There is no file '{path}' in the workspace; files.find finds files by a pattern.");
    }

    /// <summary>The absolute path of a place to be changed.</summary>
    /// <exception cref="AxleException">Kind Refused: the place belongs to git or Axle.</exception>
    public static string Writable(ToolContext context, string path)
    {
        var place = WorkspacePaths.Resolve(context.Workspace, path);
        var root = Path.GetFullPath(context.Workspace);
        return IsKept(root, place) || IsKept(WorkspacePaths.Real(root), WorkspacePaths.Real(place))
            ? throw new AxleException(ErrorKind.Refused, $"'{path}' is not for tools to change: it is the workspace itself, or belongs to git or Axle.")
            : place;
    }

    // By its name, and by the place that a link leads to.
    private static bool IsKept(string root, string place) => Path.GetRelativePath(root, place).Split(Path.DirectorySeparatorChar) is var inside
        && (inside is ["."] || inside.Any(static part => Kept.Contains(part, StringComparer.OrdinalIgnoreCase)));

    /// <summary>The text of a file.</summary>
    /// <exception cref="AxleException">Kind Validation: it is too large, or no text.</exception>
    public static async Task<string> ReadAsync(string place, string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(place).Length is var size && size > LargestFile)
        {
            throw new AxleException(ErrorKind.Validation, $"'{path}' has {size} bytes; at most {LargestFile} are read. Use text.search to find a part of it.");
        }

        var bytes = await File.ReadAllBytesAsync(place, cancellationToken);
        return bytes.AsSpan().Contains((byte)0)
            ? throw new AxleException(ErrorKind.Validation, $"'{path}' is no text file.")
            : Encoding.UTF8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
    }

    /// <summary>Writes a file whole or not at all: beside it first, then in its place.</summary>
    public static async Task WriteAsync(string place, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var beside = $"{place}.{Guid.CreateVersion7():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(beside, text, cancellationToken);
            if (File.Exists(place) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(place));
            }

            File.Move(beside, place, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>SHA-256 of a text, in hexadecimal: tells whether a file is still what a caller has read.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
