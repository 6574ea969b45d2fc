namespace Axle.Models.Providers.Offline;

/// <summary>The sentences by which the offline provider tells what it is.</summary>
internal static class OfflineNotice
{
    /// <summary>Ends every summary.</summary>
    public const string Sentence = "Written offline from the tools' facts; no language model was asked.";

    /// <summary>How to get a model.</summary>
    public const string Cure =
        "To have a language model interpret the facts, set ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_API_KEY, or add a server such as Ollama to the 'providers' section of axle.yaml.";

    /// <summary>A text without the sentence, for quoting what an earlier offline step wrote.</summary>
    public static string Strip(string text) => text.Replace(Sentence, "", StringComparison.Ordinal).Trim();
}
