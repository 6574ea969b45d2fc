using System.Text.Json;
using Axle.Models.Prompts;
using Axle.Models.Providers.Offline;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Offline;

public sealed class Offline_review
{
    private const string OfflineSentence = "no language model was asked";

    [Fact]
    public async Task Summary_names_the_biggest_risk_its_place_and_what_to_do_first()
    {
        var review = await ReviewAsync(Samples.Evidence(), Samples.ReviewSchema());

        var summary = review.GetProperty("summary").GetString()!;
        summary.ShouldContain("Webshop has 6 findings in 4 files: 1 critical, 4 high and 1 medium");
        summary.ShouldContain("hardcoded secret");
        summary.ShouldContain("src/payments/gateway.py:14");
        summary.ShouldContain("Move the key into the environment and revoke this one.");
        summary.ShouldContain("src/payments (");
        summary.ShouldContain("Nothing was reported by security.weak-config.");
        summary.ShouldEndWith(OfflineSentence + ".");
    }

    private static async Task<JsonElement> ReviewAsync(JsonElement evidence, JsonElement schema)
    {
        using var client = new OfflineChatClient();
        var messages = EvidencePrompt.Compose("You review security.", "Review this workspace.", evidence, schema);
        var response = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        response.AdditionalProperties!["offline"].ShouldBe(true);
        return Samples.Json(response.Text);
    }
}
