using System.Text.Json;
using Ziggie.Engine.Replies;
using Ziggie.Engine.Templates;
using Ziggie.Wire;

namespace Ziggie.Tests.Engine.Templates;

public sealed class ChatTemplateTests
{
    private static readonly StoppedClock s_clock = new();

    public static TheoryData<string> Models => [.. TemplateFixtures.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_models_template_says_what_llama_cpp_makes_it_say(string model)
    {
        var template = TemplateFixtures.Template(model);
        Assert.True(template.IsModelsOwn);
        foreach (var (conversation, expected) in TemplateFixtures.Renderings(model))
        {
            var prompt = template.Render(TemplateFixtures.Conversation(conversation[..^1]), s_clock, conversation[^1] == '+');
            Assert.Equal((model, conversation, expected), (model, conversation, prompt.StartsWithBos ? prompt.Text[3..] : prompt.Text));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_conversation_can_be_said_to_every_model(string model)
    {
        var template = TemplateFixtures.Template(model);
        foreach (var conversation in new[] { "system", "multi", "systools", "callsys", "parallel", "thinkcall", "nothink" })
        {
            var request = TemplateFixtures.Conversation(conversation);
            var prompt = template.Render(request, s_clock).Text;
            foreach (var message in request.Messages.Where(m => m.Role == MessageRole.User)) Assert.Contains(message.Text.Trim(), prompt, StringComparison.Ordinal);
            foreach (var tool in request.Tools) Assert.Contains(tool.Name, prompt, StringComparison.Ordinal);
            foreach (var call in request.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>()) Assert.Contains(call.Name, prompt, StringComparison.Ordinal);
            foreach (var system in request.Messages.Where(m => m.Role == MessageRole.System)) Assert.Contains(system.Text, prompt, StringComparison.Ordinal);
            foreach (var result in request.Messages.SelectMany(m => m.Parts).OfType<ToolResultPart>().SelectMany(r => r.Content).OfType<TextPart>())
            {
                Assert.True(prompt.Contains(result.Text, StringComparison.Ordinal) || prompt.Contains(JsonSerializer.Serialize(result.Text)[1..^1], StringComparison.Ordinal) || prompt.Contains("temp", StringComparison.Ordinal), $"{result.Text} in {prompt}");
            }
        }
    }

    [Theory]
    [InlineData("llama-3.1", "llama 3")]
    [InlineData("llama-3.2", "llama 3")]
    [InlineData("qwen-2.5", "hermes")]
    [InlineData("qwen-3", "hermes")]
    [InlineData("qwen-3-coder", "qwen3 coder")]
    [InlineData("mistral-nemo", "mistral")]
    [InlineData("mistral-small-3.2", "mistral")]
    [InlineData("ministral-3", "mistral")]
    [InlineData("deepseek-v3.1", "deepseek")]
    [InlineData("deepseek-v3.2", "deepseek dsml")]
    [InlineData("deepseek-r1", "deepseek")]
    [InlineData("granite-3.3", "granite")]
    [InlineData("granite-4", "hermes")]
    [InlineData("command-r7b", "command r7b")]
    [InlineData("hermes-3", "hermes")]
    [InlineData("smollm-3", "hermes")]
    [InlineData("glm-4.6", "glm")]
    [InlineData("gpt-oss", "harmony")]
    [InlineData("kimi-k2", "kimi")]
    [InlineData("minicpm-5", "minicpm")]
    [InlineData("minimax-m2", "minimax")]
    [InlineData("nemotron-nano-2", "nemotron")]
    [InlineData("seed-oss", "seed")]
    [InlineData("lfm2", "lfm2")]
    [InlineData("functionary-3.1", "functionary v3.1")]
    [InlineData("functionary-3.2", "functionary v3.2")]
    [InlineData("gemma-2", "hermes")]
    [InlineData("gemma-4", "gemma 4")]
    [InlineData("phi-4", "hermes")]
    [InlineData("chatml", "hermes")]
    public void The_form_of_replies_is_known_by_the_template(string model, string format) => Assert.Equal(format, TemplateFixtures.Template(model).ReplyFormat.Name);

    [Theory]
    [InlineData("qwen-3", "multi", ReplyStart.Fresh)]
    [InlineData("qwq", "multi", ReplyStart.Thinking)]
    [InlineData("deepseek-r1-distill", "multi", ReplyStart.Thinking)]
    [InlineData("qwen-3.5", "multi", ReplyStart.Thinking)]
    [InlineData("qwen-3.5", "nothink", ReplyStart.Fresh)]
    [InlineData("gpt-oss", "multi", ReplyStart.Fresh)]
    public void The_prompt_tells_where_it_leaves_the_model_off(string model, string conversation, ReplyStart start) =>
        Assert.Equal(start, TemplateFixtures.Template(model).Render(TemplateFixtures.Conversation(conversation), s_clock).Start);

    [Fact]
    public void Without_a_template_chatml_stands_in()
    {
        foreach (var source in new[] { null, "", "  ", "chatml" })
        {
            var template = ChatTemplate.Parse(source, "", "");
            Assert.False(template.IsModelsOwn);
            Assert.Equal("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n", template.Render(Chat(Message.Of(MessageRole.User, "Hi")), s_clock).Text);
        }
    }

    [Fact]
    public void Turns_of_one_role_are_put_together_where_the_template_wants_them_to_alternate()
    {
        var prompt = TemplateFixtures.Template("gemma-2").Render(Chat(Message.Of(MessageRole.System, "Be brief."), Message.Of(MessageRole.User, "One."), Message.Of(MessageRole.User, "Two.")), s_clock);
        Assert.Equal("<s><start_of_turn>user\nBe brief.\nOne.\n\nTwo.<end_of_turn>\n<start_of_turn>model\n", prompt.Text);
        Assert.True(prompt.StartsWithBos);
    }

    [Fact]
    public void Several_calls_of_one_turn_are_said_one_by_one_where_only_one_is_understood()
    {
        var prompt = TemplateFixtures.Template("llama-3.1").Render(TemplateFixtures.Conversation("parallel"), s_clock).Text;
        var first = prompt.IndexOf("{\"name\": \"get_weather\"", StringComparison.Ordinal);
        var answer = prompt.IndexOf("{\\\"temp\\\": 20}", first, StringComparison.Ordinal);
        var second = prompt.IndexOf("{\"name\": \"search\"", StringComparison.Ordinal);
        Assert.True(first >= 0 && first < answer && answer < second, prompt);
    }

    [Fact]
    public void A_begun_answer_is_gone_on_with()
    {
        var request = Chat(Message.Of(MessageRole.User, "Hi"), Message.Of(MessageRole.Assistant, "Hello, I"));
        Assert.EndsWith("<|im_start|>assistant\nHello, I", TemplateFixtures.Template("qwen-2.5").Render(request, s_clock).Text, StringComparison.Ordinal);
        var thinking = TemplateFixtures.Template("qwq").Render(request, s_clock);
        Assert.EndsWith("<|im_start|>assistant\n<think>\n\n</think>\n\nHello, I", thinking.Text, StringComparison.Ordinal);
        Assert.Equal(ReplyStart.Text, thinking.Start);
        Assert.EndsWith("<|start|>assistant<|channel|>final<|message|>Hello, I", TemplateFixtures.Template("gpt-oss").Render(request, s_clock).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_of_calls_fit_a_template_that_insists_on_their_length()
    {
        var prompt = TemplateFixtures.Template("mistral-nemo").Render(
            Chat(
                Message.Of(MessageRole.User, "Weather?"),
                new Message(MessageRole.Assistant, [new ToolCallPart("call_1234567890", "weather", "{}")]),
                new Message(MessageRole.Tool, [new ToolResultPart("call_1234567890", null, [new TextPart("sunny")])])),
            s_clock).Text;
        Assert.Contains("sunny", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("call_1234567890", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Thinking_effort_and_own_variables_reach_the_template()
    {
        var template = ChatTemplate.Parse("{{ enable_thinking }} {{ reasoning_effort }} {{ custom }} {{ date_string }}{{ messages[0].content }}", "", "");
        var extra = JsonDocument.Parse("{\"custom\": [1, true, \"x\"]}").RootElement;
        var request = Chat(Message.Of(MessageRole.User, "!")) with { Thinking = new Thinking(true, "low"), Extra = new Dictionary<string, JsonElement> { ["chat_template_kwargs"] = extra } };
        Assert.Equal("True low [1, True, 'x'] 21 Nov 2026!", template.Render(request, s_clock).Text);
        Assert.StartsWith("False  ", template.Render(request with { Thinking = new Thinking(false) }, s_clock).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_refuses_says_why_and_where()
    {
        var template = ChatTemplate.Parse("{% for m in messages %}\n{% if 'bad' in m.content %}{{ raise_exception('No bad words.') }}{% endif %}\n{{ m.content }}{% endfor %}", "", "");
        var refusal = Assert.Throws<TemplateException>(() => template.Render(Chat(Message.Of(MessageRole.User, "bad")), s_clock));
        Assert.True(refusal.Refused);
        Assert.Equal("No bad words.", refusal.Cause);
        Assert.Equal(2, refusal.Line);
    }

    [Fact]
    public void Pictures_are_refused_with_a_reason()
    {
        var request = Chat(new Message(MessageRole.User, [new ImagePart("image/png", "AAAA")]));
        Assert.True(Assert.Throws<TemplateException>(() => TemplateFixtures.Template("chatml").Render(request, s_clock)).Refused);
    }

    [Fact]
    public void One_template_serves_many_at_once()
    {
        var template = TemplateFixtures.Template("llama-3.1");
        var request = TemplateFixtures.Conversation("callsys");
        var expected = template.Render(request, s_clock).Text;
        Parallel.For(0, 200, _ => Assert.Equal(expected, template.Render(request, s_clock).Text));
    }

    private static ModelRequest Chat(params Message[] messages) => new() { Operation = Operation.Chat, Messages = messages };
}
