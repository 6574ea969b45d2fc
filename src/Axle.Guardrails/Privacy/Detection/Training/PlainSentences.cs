using System.Text.Json;
using System.Text.RegularExpressions;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Sentences without anything personal: those of harmless instructions that have no digits and no capitals but the first.</summary>
internal static partial class PlainSentences
{
    /// <summary>Reads JSON lines with a text.</summary>
    public static IEnumerable<TrainingSentence> Read(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            using var item = JsonDocument.Parse(line);
            foreach (var text in Sentence().Split(item.RootElement.GetProperty("text").GetString()!))
            {
                if (text.Length < 240 && Plain().IsMatch(text))
                    yield return new TrainingSentence(text, [], []);
            }
        }
    }

    [GeneratedRegex(@"(?:[.!?]\s|\n)+", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^[A-Z][a-z']*,?( ([a-z'\-,;:()]+|I|I'm|I've|I'll|I'd)){2,40}[.!?]?$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
