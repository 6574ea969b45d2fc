using System.Runtime.CompilerServices;
using System.Text;

namespace Axle.Cli.Sources;

/// <summary>The lines of standard input, each no longer than what fits into memory with ease.</summary>
/// <param name="input">Standard input.</param>
internal sealed class InputLines(TextReader input)
{
    private const int LongestLine = NamedValues.LargestFile;

    /// <summary>The lines without their ends, as they come.</summary>
    /// <exception cref="AxleException">Validation: one is too long.</exception>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 1;
        var line = new StringBuilder();
        var piece = new char[4096];
        int count;
        while ((count = await input.ReadAsync(piece, cancellationToken)) > 0)
        {
            var start = 0;
            for (int length; (length = piece.AsSpan(start, count - start).IndexOf('\n')) >= 0; start += length + 1)
            {
                yield return Take(line.Append(piece, start, length));
                number++;
            }

            line.Append(piece, start, count - start);
            if (line.Length > LongestLine)
            {
                throw new AxleException(
                    ErrorKind.Validation, $"Line {number} of standard input has more than {LongestLine:N0} characters. Every expression is a line of its own.");
            }
        }

        if (line.Length > 0)
            yield return Take(line);
    }

    private static string Take(StringBuilder line)
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();
        return text;
    }
}
