using System.Text.RegularExpressions;
using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Writing;

/// <summary>The answer to a question that came without evidence: that nobody is there to answer it, and what the text itself shows.</summary>
internal static partial class QuestionText
{
    private const int LongestText = 200_000;

    public static string Answer(string question)
    {
        var text = question.Length > LongestText ? question[..LongestText] : question;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var questions = text.Count(c => c == '?');
        var files = FileNames().Matches(text).Select(m => m.Value).Distinct(StringComparer.Ordinal).Take(5).ToList();

        var seen = words == 0
            ? "The message is empty."
            : $"The message has {Prose.Count(words, "word")}{(questions > 0 ? $" and {Prose.Count(questions, "question mark")}" : "")}" +
              $"{(files.Count > 0 ? $"; it names {Prose.List(files)}" : "")}.";
        return $"No language model is configured, so this question cannot be answered here. {seen} It carries no evidence block that could be summarised. " +
            $"{OfflineNotice.Cure} {OfflineNotice.Sentence}";
    }

    [GeneratedRegex(@"[A-Za-z0-9_][A-Za-z0-9_./-]{0,120}\.(cs|ts|tsx|js|jsx|py|go|rs|java|kt|rb|php|c|h|cpp|hpp|yaml|yml|json|md|sql|sh|toml|csproj)\b", RegexOptions.NonBacktracking)]
    private static partial Regex FileNames();
}
