using Axle.Guardrails.Input.Model;
using Axle.Guardrails.Input.Training;

namespace Axle.Guardrails.Tests.Input;

public sealed class TrainedModelTests
{
    private static readonly Lazy<TrainedGuard?> Trained = new(static () =>
        SharedData.Find("pi-notinject") is { } set ? GuardTraining.Run(Path.GetDirectoryName(set)!) : null);

    [Fact]
    public void The_model_card_names_the_model_that_is_shipped()
    {
        var card = File.ReadAllText(Path.Combine(Repository.Folder, "src/Axle.Guardrails/Input/Model/model.md"));
        card.ShouldContain(InjectionModel.HashOf(InjectionModel.BuiltIn.ToBytes()));
    }

    [Fact]
    public void The_model_is_small() => InjectionModel.BuiltIn.ToBytes().Length.ShouldBeLessThan(1_000_000);

    [Fact]
    public void Training_again_gives_the_same_bytes()
    {
        Assert.SkipWhen(Trained.Value is null, SharedData.Missing);
        Trained.Value!.Hash.ShouldBe(
            InjectionModel.HashOf(InjectionModel.BuiltIn.ToBytes()),
            "Train it with 'ax guard train src/Axle.Guardrails/Input/Model/model.bin' and write the hash into model.md.");
    }

    [Fact]
    public void Texts_that_no_fold_had_seen_are_judged_as_well_as_the_page_says()
    {
        Assert.SkipWhen(Trained.Value is null, SharedData.Missing);
        var table = Trained.Value!.Table;
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs/guardrails.md"));
        foreach (var set in table)
            page.ShouldContain($"| {set.Name} | {set.Right.Count} | {Percent(set.Right.Share)} |");
        table.Where(static s => s.Holds == false).Select(static s => s.Name).ShouldBeEmpty();
    }

    private static string Percent(double share) => $"{(100 * share).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)}%";
}
