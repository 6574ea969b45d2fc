using System.Formats.Tar;
using System.Globalization;
using Axle.Tools.Sandbox.Launching;

namespace Axle.Tools.Sandbox.Results;

/// <summary>
/// What goes into a box and what comes out of it. Only plain files come out: links, devices and names that lead elsewhere are left where they are.
/// </summary>
internal static class BoxArchive
{
    /// <summary>Files that are taken out of a box.</summary>
    public const int MostFiles = 200;

    /// <summary>Packs files, with the directories that the box needs.</summary>
    public static byte[] Pack(IEnumerable<SandboxFile> files)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var directory in (string[])[BoxCommand.Hidden, BoxCommand.Out, "in"])
                writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, directory) { Mode = (UnixFileMode)0b111_101_101 });
            foreach (var file in files)
            {
                using var content = new MemoryStream(file.Content.ToArray(), writable: false);
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = content, Mode = (UnixFileMode)0b110_100_100 });
            }
        }

        return packed.ToArray();
    }

    /// <summary>Reads what came out. Nothing in it is trusted: the program may have written the archive itself.</summary>
    /// <returns>The files by name, the program's exit code or null, and what was left out.</returns>
    public static BoxContent Read(byte[] packed)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var (code, left) = ((int?)null, 0);
        try
        {
            using var reader = new TarReader(new MemoryStream(packed, writable: false));
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                if (entry.EntryType is (TarEntryType)'V')
                    code ??= CodeOf(entry.Name);
                else if (entry.EntryType is TarEntryType.Directory)
                    continue;
                else if (!IsPlainFile(entry) || Clean(entry.Name) is not { } name || files.Count >= MostFiles)
                    left++;
                else
                    files[name] = Bytes(entry);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            // What was read until here is what there is.
        }

        return new BoxContent(files, code, left);
    }

    /// <summary>Whether a file may have this name in the box.</summary>
    public static bool IsName(string name) => Clean(name) == name && name.Length <= 200;

    private static bool IsPlainFile(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

    private static int? CodeOf(string label) =>
        label.StartsWith(BoxCommand.Label, StringComparison.Ordinal)
        && int.TryParse(label.AsSpan(BoxCommand.Label.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string? Clean(string name)
    {
        var parts = name.Split('/').SkipWhile(static p => p is "." or "").ToArray();
        return parts.Length > 0 && parts.All(static p =>
                p is not ("" or "." or "..") && !p.AsSpan().ContainsAnyInRange('\0', '\u001f') && !p.Contains('\\', StringComparison.Ordinal))
            ? string.Join('/', parts)
            : null;
    }

    private static byte[] Bytes(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}

/// <summary>What came out of a box.</summary>
/// <param name="Files">Plain files by name.</param>
/// <param name="ExitCode">The program's exit code; null when it is not known.</param>
/// <param name="LeftOut">How many things were left where they are.</param>
internal sealed record BoxContent(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, int? ExitCode, int LeftOut);
