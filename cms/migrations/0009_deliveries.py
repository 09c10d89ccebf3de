import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0008_outside_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('data', models.BinaryField()),
                ('state', models.CharField(choices=[('reading', 'wordt gelezen'), ('shown', 'wacht op je besluit'), ('bringing', 'wordt binnengehaald'), ('done', 'binnen'), ('failed', 'mislukt')], default='reading', max_length=8)),
                ('overwrite', models.BooleanField(default=False)),
                ('outcome', models.JSONField(default=dict)),
                ('brought_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cms.contentroot')),
            ],
            options={
                'verbose_name': 'pakket onderweg',
                'ordering': ['-brought_at'],
            },
        ),
    ]
