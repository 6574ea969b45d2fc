using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Tools.Sandbox.Launching;

namespace Axle.Tools.Sandbox.Results;

/// <summary>Reads what became of a program.</summary>
internal static class OutcomeReader
{
    private const int LongestComplaint = 4_000;
    private const int Killed = 137;
    private const int TooMuchTime = 152; // SIGXCPU
    private const int TooLargeFile = 153; // SIGXFSZ

    private static readonly Dictionary<string, string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The outcome of a program that ended well.</summary>
    /// <exception cref="AxleException">It did not; the kind says how, see <see cref="CodeSandbox.RunAsync"/>.</exception>
    public static SandboxOutcome Read(SandboxJob job, BoxEnd end)
    {
        if (end.Content is null)
            throw new AxleException(ErrorKind.Refused, $"The program left more than its disk of {Size(job.Limits.Disk)} holds, and was ended.");
        var content = BoxArchive.Read(end.Content);
        var notes = ImmutableArray.CreateBuilder<string>();
        var (text, errors) = (Text(content, "stdout", job, notes), Text(content, "stderr", job, notes));
        if (Failure(job, end, content.ExitCode, errors) is { } failure)
            throw new AxleException(failure);
        if (content.LeftOut > 0)
            notes.Add($"{content.LeftOut} things in 'out' were left out: only plain files are taken, at most {BoxArchive.MostFiles}.");
        var (tables, pictures, files) = Files(content);
        return new SandboxOutcome(Result(content), text, errors, tables, pictures, files, end.Duration, notes.ToImmutable());
    }

    private static AxleError? Failure(SandboxJob job, BoxEnd end, int? code, string errors)
    {
        if (code == 0)
            return null;
        if (end.RanOutOfMemory || (code is not null && IsMemory(job.Language, errors)))
            return new AxleError(ErrorKind.Refused, $"The program needed more than its memory of {Size(job.Limits.Memory)}.{Said(errors)}");
        if (end.WasKilled || code == TooMuchTime || (code == Killed && end.Duration >= job.Limits.Time))
            return new AxleError(ErrorKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"The program took longer than its {job.Limits.Time.TotalSeconds:0.#} s, and was ended.{Said(errors)}"));
        if (code is TooLargeFile)
            return new AxleError(ErrorKind.Refused, $"The program wrote more into one file, or printed more, than its {Size(job.Limits.Disk)}.{Said(errors)}");
        if (code is { } failed and not BoxCommand.Broken)
            return new AxleError(ErrorKind.Tool, $"The program failed with exit code {failed}.{Said(errors)}");
        return new AxleError(
            ErrorKind.Tool,
            end.Complaint.Length > 0 ? $"The sandbox failed: {Last(end.Complaint)}" : "The program ended the sandbox around it, so nothing of what it did is known.");
    }

    private static bool IsMemory(SandboxLanguage language, string errors) => language == SandboxLanguage.JavaScript
        ? errors.Contains("heap out of memory", StringComparison.Ordinal)
        : errors.EndsWith("MemoryError", StringComparison.Ordinal);

    private static string Said(string errors) => errors.Length == 0 ? "" : $" It said:\n{Last(errors)}";

    private static string Last(string text) => text.Length <= LongestComplaint ? text : "…" + text[^LongestComplaint..];

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";

    private static string Text(BoxContent content, string name, SandboxJob job, ImmutableArray<string>.Builder notes)
    {
        if (!content.Files.TryGetValue($"{BoxCommand.Hidden}/{name}", out var bytes))
            return "";
        var text = Encoding.UTF8.GetString(bytes.Span).TrimEnd();
        if (text.Length <= job.Limits.Text)
            return text;
        notes.Add($"{text.Length - job.Limits.Text} characters of {name} were cut off.");
        return text[..job.Limits.Text];
    }

    private static JsonElement Result(BoxContent content)
    {
        if (!content.Files.TryGetValue($"{BoxCommand.Hidden}/result.json", out var bytes))
            return default;
        try
        {
            return JsonElement.Parse(bytes.Span);
        }
        catch (JsonException broken)
        {
            throw new AxleException(ErrorKind.Tool, $"The program's result is no JSON: {broken.Message}", broken);
        }
    }

    private static (ImmutableArray<SandboxTable> Tables, ImmutableArray<SandboxPicture> Pictures, ImmutableArray<SandboxFile> Files) Files(BoxContent content)
    {
        var tables = ImmutableArray.CreateBuilder<SandboxTable>();
        var pictures = ImmutableArray.CreateBuilder<SandboxPicture>();
        var files = ImmutableArray.CreateBuilder<SandboxFile>();
        var left = content.Files.Where(static f => f.Key.StartsWith(BoxCommand.Out + "/", StringComparison.Ordinal))
            .OrderBy(static f => f.Key, StringComparer.Ordinal);
        foreach (var (path, bytes) in left)
        {
            var name = path[(BoxCommand.Out.Length + 1)..];
            var extension = Path.GetExtension(name);
            if (extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
                tables.Add(CsvTable.Read(name, bytes));
            else if (Pictures.TryGetValue(extension, out var type))
                pictures.Add(new SandboxPicture(name, type, bytes));
            else
                files.Add(new SandboxFile(name, bytes));
        }

        return (tables.ToImmutable(), pictures.ToImmutable(), files.ToImmutable());
    }
}
