using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Answers;

/// <summary>What <see cref="StructuredAnswerClient"/> leaves on a response for those above it.</summary>
/// <param name="Json">The answer, which matches its schema.</param>
/// <param name="Corrections">How many corrections it took, 0 to 3.</param>
internal sealed record CheckedAnswer(JsonElement Json, int Corrections)
{
    private const string Key = "axle.checkedAnswer";

    public void PutOn(ChatResponse response) => (response.AdditionalProperties ??= [])[Key] = this;

    public static CheckedAnswer? Of(ChatResponse response) =>
        response.AdditionalProperties?.TryGetValue(Key, out var value) is true ? value as CheckedAnswer : null;
}
