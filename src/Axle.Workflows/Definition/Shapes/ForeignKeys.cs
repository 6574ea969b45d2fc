using System.Collections.Frozen;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Keys of other workflow languages, and the key that means the same here.</summary>
internal static class ForeignKeys
{
    private static readonly FrozenDictionary<string, string[]> Meanings = new Dictionary<string, string[]>
    {
        ["if"] = ["when"],
        ["condition"] = ["when"],
        ["needs"] = ["dependsOn"],
        ["depends"] = ["dependsOn"],
        ["depends_on"] = ["dependsOn"],
        ["runAfter"] = ["dependsOn"],
        ["id"] = ["key", "name"],
        ["name"] = ["key"],
        ["jobs"] = ["steps"],
        ["tasks"] = ["steps"],
        ["do"] = ["steps"],
        ["triggers"] = ["on"],
        ["vars"] = ["variables"],
        ["parameters"] = ["inputs", "with"],
        ["args"] = ["with"],
        ["arguments"] = ["with"],
        ["input"] = ["inputs", "with"],
        ["retries"] = ["retry"],
        ["retryPolicy"] = ["retry"],
        ["attempts"] = ["maxAttempts"],
        ["backoff"] = ["multiplier"],
        ["catch"] = ["onError"],
        ["catchup"] = ["missed"],
        ["misfire"] = ["missed"],
        ["continue-on-error"] = ["continueOnError"],
        ["timeout-minutes"] = ["timeout"],
        ["timeoutSeconds"] = ["timeout"],
        ["foreach"] = ["forEach"],
        ["for"] = ["forEach"],
        ["sleep"] = ["wait"],
        ["script"] = ["code", "run"],
        ["command"] = ["run"],
        ["env"] = ["environment"],
        ["workflow"] = ["uses", "name"],
        ["result"] = ["outputs"],
    }.ToFrozenDictionary();

    /// <summary>The key of the table that a foreign key means; null when there is none.</summary>
    public static string? Find(string name, ObjectShape table) =>
        Meanings.TryGetValue(name, out var meanings) ? Array.Find(meanings, m => table.AllKeys.Any(k => k.Name == m)) : null;
}
