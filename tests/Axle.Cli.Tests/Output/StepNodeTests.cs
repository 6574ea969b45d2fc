using Axle.Cli.Output.Steps;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Output;

public sealed class StepNodeTests
{
    [Theory]
    [InlineData("one", null, "", "one")]
    [InlineData("each[3]/check", "each", "3", "[3]/check")]
    [InlineData("each[3]/inner[left]/check", "each[3]/inner", "left", "[left]/check")]
    [InlineData("saga/book", "saga", "", "book")]
    [InlineData("saga/book/compensate/unbook", "saga/book", "compensate", "compensate/unbook")]
    [InlineData("step/onError/mend", "step", "onError", "onError/mend")]
    public void An_address_is_taken_apart(string path, string? owner, string list, string inner)
    {
        var address = StepAddress.Of(path, static _ => false);
        (address.Owner, address.List, address.Inner).ShouldBe((owner, list, inner));
    }

    [Fact]
    public void A_step_may_have_the_name_of_a_list() =>
        StepAddress.Of("saga/onError/mend", static p => p == "saga/onError").ShouldBe(new StepAddress("saga/onError", "", "mend"));
}
