using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Axle.Tools.Sandbox.Results;

/// <summary>Reads comma-separated values as RFC 4180 has them: quotes, doubled quotes, line breaks inside of quotes.</summary>
internal static class CsvTable
{
    /// <summary>Rows of a table that are kept.</summary>
    public const int MostRows = 10_000;

    public static SandboxTable Read(string name, ReadOnlyMemory<byte> file)
    {
        var content = file.Span;
        var text = Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
        var (columns, rows, count) = (ImmutableArray<string>.Empty, ImmutableArray.CreateBuilder<ImmutableArray<JsonElement>>(), 0);
        var first = true;
        foreach (var row in Rows(text))
        {
            if (first)
                columns = [.. row];
            else if (count++ < MostRows)
                rows.Add([.. row.Select(Value)]);
            first = false;
        }

        return new SandboxTable(name, columns, rows.ToImmutable(), count, file);
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var sign = text[i];
            if (quoted)
            {
                if (sign != '"')
                    cell.Append(sign);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else
                    quoted = false;
            }
            else if (sign == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (sign == ',')
            {
                row.Add(Take(cell));
            }
            else if (sign == '\n')
            {
                row.Add(Take(cell));
                yield return row;
                row = [];
            }
            else if (sign != '\r')
            {
                cell.Append(sign);
            }
        }

        if (row.Count > 0 || cell.Length > 0)
        {
            row.Add(Take(cell));
            yield return row;
        }
    }

    private static string Take(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }

    // A number only when writing it gives the text again: 007 and 1e3 are text.
    private static JsonElement Value(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        && number.ToString("R", CultureInfo.InvariantCulture) == text
            ? JsonSerializer.SerializeToElement(number)
            : JsonSerializer.SerializeToElement(text);
}
