from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0009_deliveries'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='only',
            field=models.JSONField(default=list),
        ),
    ]
