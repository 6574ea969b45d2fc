using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Cache;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Filling;
using Axle.Models.Tests.Cache;
using Axle.Models.Tests.Offline;
using Axle.Models.Tests.Wire;
using Axle.Schemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Answers;

public sealed class Healed_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_five_of_a_hundred_need_a_person_when_half_of_the_first_answers_are_wrong()
    {
        const int Calls = 2_000;
        var random = new Random(20_26);
        var (asked, healed, corrected, lost) = (0, 0, 0, 0);
        while (asked < Calls)
        {
            if (Sample(random) is not { } sample)
                continue;
            asked++;
            var mistakes = new Mistakes(random);
            var (round, isWrong) = (0, false);
            // Half of the first answers are wrong, and of the corrections four in ten are wrong again, each in any of the ways.
            var model = ScriptedModel.Saying(_ =>
            {
                var errs = random.NextDouble() < (round++ == 0 ? 0.5 : 0.4);
                isWrong |= errs;
                return errs ? mistakes.MakeAny(sample.Answer) : sample.Answer.ToJsonString();
            });
            using var gateway = model.Gateway(CacheOptions.Default);
            try
            {
                var answer = await gateway.AskAsync(Setup.Ask() with { OutputSchema = sample.Schema }, Stop);
                JsonSchema.Parse(sample.Schema).Validate(answer.Json!.Value).Faults.ShouldBeEmpty();
                healed += isWrong && model.Calls == 1 ? 1 : 0;
                corrected += answer.Corrections > 0 ? 1 : 0;
            }
            catch (AxleException e)
            {
                e.Error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
                lost++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Calls} answers: {healed} healed on the spot, {corrected} corrected by the model, {lost} need a person ({100.0 * lost / Calls:0.00}%)");
        corrected.ShouldBeGreaterThan(Calls / 20);
        ((double)lost / Calls).ShouldBeLessThan(0.05);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_mistake_is_healed_for_any_schema(string kind)
    {
        var random = new Random(7);
        for (var i = 0; i < 100; i++)
        {
            if (Sample(random) is not { } sample)
                continue;
            var mistakes = new Mistakes(random);
            var round = 0;
            var model = ScriptedModel.Saying(_ => round++ < 3 ? mistakes.Make(kind, sample.Answer) : sample.Answer.ToJsonString());
            using var gateway = model.Gateway(CacheOptions.Default);

            var answer = await gateway.AskAsync(Setup.Ask() with { OutputSchema = sample.Schema }, Stop);

            JsonSchema.Parse(sample.Schema).Validate(answer.Json!.Value).Faults.ShouldBeEmpty();
            if (kind is "fence" or "prose around" or "trailing comma")
                model.Calls.ShouldBe(1, "this needs no second round");
        }
    }

    public static TheoryData<string> Kinds => [.. Mistakes.Names];

    // A schema as people write them with an answer that matches; null when nothing finite does.
    private static (JsonElement Schema, JsonObject Answer)? Sample(Random random)
    {
        var schema = new RandomSchema(random).Next();
        try
        {
            var filled = new SchemaFiller(schema, DigestReader.Read(Samples.Evidence())).Fill();
            return (schema, JsonNode.Parse(filled.GetRawText())!.AsObject());
        }
        catch (AxleException)
        {
            return null;
        }
    }
}
